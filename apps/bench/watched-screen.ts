import { closeSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import { openPty } from "../../libs/simulator/native-pty.ts";
import { readProcessTree } from "./read-process-tree.ts";
import { startProgram } from "./run-program.ts";

/** Every frame that Ink writes begins so (synchronized output of terminals). */
const FRAME = "\u001b[?2026h";
/** A hang limit, not a measurement. */
const NEVER_MS = 30_000;

/** A dashboard on a pseudo-terminal that nobody looks at but this program. */
export interface WatchedScreen extends AsyncDisposable {
  /** Types, and resolves with the ms until this was written to the terminal. */
  press(keys: string, shown: string): Promise<number>;
  /** So far: what it took and wrote. */
  spent(): { readonly cpuSeconds: number; readonly frames: number; readonly bytes: number };
}

/** Starts the dashboard that operates the line at `redisUrl`. */
export const openWatchedScreen = async (
  redisUrl: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Promise<WatchedScreen> => {
  const { master, slave } = await openPty(columns, rows);
  const screen = new ReadStream(master);
  let written = "";
  let frames = 0;
  let bytes = 0;
  let look = (): void => undefined;
  // Once the dashboard is gone its terminal reports an error for the end.
  screen.on("error", () => undefined);
  screen.setEncoding("utf8").on("data", (text: string) => {
    frames += text.split(FRAME).length - 1;
    bytes += text.length;
    written += text;
    look();
  });
  const child = startProgram(["dashboard", "--redis", redisUrl, "--owned"], [slave, slave, slave]);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve()).once("error", () => resolve());
  });
  const shows = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`"${wanted}" was never shown`)), NEVER_MS);
      look = () => {
        if (!written.includes(wanted)) return;
        clearTimeout(limit);
        look = () => undefined;
        resolve();
      };
      look();
    });
  return {
    press: async (keys, shown) => {
      written = "";
      const from = performance.now();
      if (keys !== "") writeSync(master, keys);
      await shows(shown);
      return performance.now() - from;
    },
    spent: () => {
      const tree = readProcessTree(child.pid ?? 0);
      return { cpuSeconds: tree.reduce((sum, it) => sum + it.cpuSeconds, 0), frames, bytes };
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
      screen.destroy();
      closeSync(slave);
    },
  };
};
