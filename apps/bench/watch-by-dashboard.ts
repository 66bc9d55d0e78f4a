import { closeSync } from "node:fs";
import { ReadStream } from "node:tty";
import { openPty } from "../../libs/simulator/native-pty.ts";
import { startProgram } from "./run-program.ts";

/** Starts a dashboard of the line at `redisUrl` in a terminal of 80x24 that nobody looks at, until disposed of. */
export const watchByDashboard = async (
  redisUrl: string,
  dataDir: string,
): Promise<AsyncDisposable> => {
  const { master, slave } = await openPty();
  const screen = new ReadStream(master);
  // Once the dashboard is gone its terminal reports an error for the end.
  screen.on("error", () => undefined);
  screen.resume();
  const child = startProgram(
    ["dashboard", "--redis", redisUrl, "--data", dataDir],
    [slave, slave, slave],
  );
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.once("exit", () => resolve()).once("error", () => resolve());
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
      screen.destroy();
      closeSync(slave);
    },
  };
};
