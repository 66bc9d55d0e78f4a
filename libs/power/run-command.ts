import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Clock } from "../clock/clock.ts";

const LIMIT_MS = 10_000;
/** Enough for the last line of what it says. */
const KEPT_OUTPUT = 4096;

/** What becomes of a program whose starter dies, by whatever signal: the kernel ends it, or it goes on. */
export type Orphaned = "ended" | "goes-on";

/** Sets what the kernel does when our process is gone, then becomes the program. */
const ENDED_WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"];

/**
 * Runs a program without a shell and waits for its exit code 0, at most 10 s. It gets a process
 * group of its own: Ctrl-C on the terminal must not kill the program that is switching power off,
 * and a program that hangs is killed with all it started, so that nothing switches later.
 * Rejects with an `Error` that says what it did instead, with its last line of complaint.
 */
export const runCommand = (
  argv: readonly string[],
  clock: Clock,
  orphaned: Orphaned = "goes-on",
): Promise<void> =>
  new Promise((resolve, reject) => {
    const [program = "", ...args] = orphaned === "ended" ? [...ENDED_WITH_US, ...argv] : argv;
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
    // Without free descriptors a child comes without its pipe, and with an error event.
    const complaints: Readable | undefined = child.stderr;
    let said = "";
    let ending = `did not end within ${LIMIT_MS / 1000} s`;
    const settle = (problem?: string): void => {
      limit[Symbol.dispose]();
      complaints?.destroy();
      if (problem === undefined) resolve();
      else reject(new Error(withLastLine(problem, said)));
    };
    const limit = clock.after(LIMIT_MS, () => {
      killGroup(child.pid);
      settle(ending);
    });
    child.on("error", (error) => settle(`could not be started (${error.message})`));
    complaints?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-KEPT_OUTPUT);
    });
    child.on("exit", (code, signal) => {
      ending = signal === null ? `exit code ${code}` : `was ended by ${signal}`;
      if (orphaned === "ended" && (code === 126 || code === 127)) ending = "could not be started";
      // What it started may keep its output open; a success need not wait for that.
      if (code === 0) settle();
    });
    child.on("close", (code) => {
      if (code !== 0) settle(ending);
    });
  });

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended in this moment.
  }
};

const withLastLine = (problem: string, said: string): string => {
  const last = said.trim().split("\n").at(-1)?.trim() ?? "";
  return last === "" ? problem : `${problem}: ${last}`;
};
