import { spawn } from "node:child_process";
import { redisEnvironment } from "../../libs/dispatch/redis-environment.ts";

/** The dashboard on this terminal. */
export interface ShownDashboard {
  /** Resolves when its reader has left, or it is gone for any other reason. */
  readonly left: Promise<void>;
  /** Takes it off the screen. */
  close(): void;
}

/** Leaves the alternate screen, shows the cursor: for a dashboard that was killed. */
const RESTORE_SCREEN = "\x1b[?1049l\x1b[?25h";

/** Room for a screen drawn four times a second, as bin/flashline gives it: with the line's own a third of its time is garbage's. */
const HEAP = "--max-semi-space-size=16";
const HEAP_OF_LINE = /^--(max-semi-space-size|heap-growing-percent)=/;

/** Starts the dashboard as a process of its own: killing it changes nothing on the line. */
export const showDashboard = (redisUrl: string, dataDir: string): ShownDashboard => {
  const [, program = ""] = process.argv;
  const args = [
    ...process.execArgv.filter((flag) => !HEAP_OF_LINE.test(flag)),
    HEAP,
    program,
    "dashboard",
    "--data",
    dataDir,
    "--owned",
  ];
  // Raw already before it starts: only so can this process give the terminal back, Ctrl-C with it,
  // when the dashboard was killed and has not.
  process.stdin.setRawMode?.(true);
  // The channel carries nothing: that it ends tells the dashboard that this process is gone.
  const child = spawn(process.execPath, args, {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...redisEnvironment(redisUrl) },
  });
  let isClosed = false;
  const left = new Promise<void>((resolve) => {
    const giveBack = (code: number | null): void => {
      process.stdin.setRawMode?.(false);
      if (code !== 0) process.stdout.write(RESTORE_SCREEN);
      if (code !== 0 && !isClosed) {
        process.stdout.write(
          "The dashboard is gone; the line goes on, but hears no more keys and scans. Ctrl-C stops it; the same lot started again goes on.\n",
        );
      }
      resolve();
    };
    child.once("error", () => giveBack(null));
    child.once("exit", giveBack);
  });
  return {
    left,
    close: () => {
      isClosed = true;
      child.kill("SIGTERM");
    },
  };
};
