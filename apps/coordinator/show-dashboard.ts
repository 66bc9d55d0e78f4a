import { spawn } from "node:child_process";

/** The dashboard on this terminal. */
export interface ShownDashboard {
  /** Resolves when its reader has left, or it is gone for any other reason. */
  readonly left: Promise<void>;
}

/** Leaves the alternate screen, shows the cursor: for a dashboard that was killed. */
const RESTORE_SCREEN = "\x1b[?1049l\x1b[?25h";

/** Starts the dashboard as a process of its own: killing it changes nothing on the line. */
export const showDashboard = (redisUrl: string, dataDir: string): ShownDashboard => {
  const [, program = ""] = process.argv;
  const args = [
    ...process.execArgv,
    program,
    "dashboard",
    "--redis",
    redisUrl,
    "--data",
    dataDir,
    "--owned",
  ];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const left = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", (code) => {
      if (code !== 0) {
        process.stdin.setRawMode?.(false);
        process.stdout.write(
          `${RESTORE_SCREEN}The dashboard is gone; the line goes on. Ctrl-C stops it.\n`,
        );
      }
      resolve();
    });
  });
  return { left };
};
