import { closeSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { ReadStream } from "node:tty";

interface NativePty {
  open(columns: number, rows: number): { master: number; slave: number; pty: string };
}

const require = createRequire(import.meta.url);
const native: NativePty = require("@lydell/node-pty/requireBinary.js").requireBinary("pty.node");

/** The far end of a serial cable: what is behind the port `path`. */
export interface Pty extends Disposable {
  readonly path: string;
  /** Sends bytes into the port. */
  send(bytes: Uint8Array): void;
  /** The next `count` bytes that came out of the port. */
  receive(count: number): Promise<Uint8Array>;
  /** Pulls the plug. */
  unplug(): void;
}

export const openPty = (): Pty => {
  const { master, slave, pty: path } = native.open(80, 24);
  const stream = new ReadStream(master);
  let heard = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  stream.on("data", (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk]);
    wake();
  });
  stream.on("error", () => undefined);
  let plugged = true;
  const unplug = (): void => {
    if (!plugged) return;
    plugged = false;
    stream.destroy();
    closeSync(slave);
  };
  return {
    path,
    send: (bytes) => {
      writeSync(master, bytes);
    },
    receive: async (count) => {
      while (heard.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const bytes = Uint8Array.from(heard.subarray(0, count));
      heard = heard.subarray(count);
      return bytes;
    },
    unplug,
    [Symbol.dispose]: unplug,
  };
};
