import { closeSync } from "node:fs";
import { createRequire } from "node:module";

/** The two ends of a pseudo-terminal. */
export interface PtyEnds {
  readonly master: number;
  readonly slave: number;
  /** Path of the slave, what a host opens. */
  readonly path: string;
}

/** What node-pty's addon offers here; its package has no types for it. */
interface PtyAddon {
  open(columns: number, rows: number): { master: number; slave: number; pty: string };
}

type Done<T> = (error: Error | null, value: T) => void;

/** What serialport's addon offers here; its package declares it as `any`. */
interface SerialAddon {
  open(path: string, options: Readonly<Record<string, unknown>>, done: Done<number>): void;
  getBaudRate(fd: number, done: Done<{ readonly baudRate: number }>): void;
}

const load = createRequire(import.meta.url);

/** node-pty's own `open` reads the slave, stealing bytes from the host: only its addon will do. */
const loadPtyAddon = (): PtyAddon =>
  load("@lydell/node-pty/requireBinary.js").requireBinary("pty.node");

let serialAddon: SerialAddon | undefined;

/** Found once, because the search takes longer than the call: from serialport, whose dependency it is. */
const loadSerialAddon = (): SerialAddon => {
  if (serialAddon !== undefined) return serialAddon;
  const fromSerialport = createRequire(load.resolve("serialport"));
  const found: SerialAddon = fromSerialport(
    "@serialport/bindings-cpp/dist/serialport-bindings.js",
  ).binding;
  serialAddon = found;
  return found;
};

/** As a host's driver sets its port: raw, nothing echoed, so that bytes pass before a host comes. */
const RAW = {
  baudRate: 115_200,
  dataBits: 8,
  stopBits: 1,
  parity: "none",
  rtscts: false,
  xon: false,
  xoff: false,
  xany: false,
  hupcl: false,
  lock: false,
  vmin: 1,
  vtime: 0,
} as const;

/** Opens a pseudo-terminal, of this size in cells, that passes bytes unchanged. Both ends are the caller's to close. */
export const openPty = async (columns = 80, rows = 24): Promise<PtyEnds> => {
  const { master, slave, pty: path } = loadPtyAddon().open(columns, rows);
  const addon = loadSerialAddon();
  try {
    const raw = await new Promise<number>((resolve, reject) => {
      addon.open(path, RAW, (error, fd) => (error === null ? resolve(fd) : reject(error)));
    });
    return { master, slave: raw, path };
  } catch (error) {
    closeSync(master);
    throw error;
  } finally {
    closeSync(slave);
  }
};

/** The rate a host has set, in baud, as either end of the pseudo-terminal knows it. */
export const readBaudRate = (fd: number): Promise<number> =>
  new Promise((resolve, reject) => {
    loadSerialAddon().getBaudRate(fd, (error, value) =>
      error === null ? resolve(value.baudRate) : reject(error),
    );
  });
