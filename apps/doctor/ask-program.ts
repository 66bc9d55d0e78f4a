import { execFile } from "node:child_process";
import type { ProgramAnswer } from "./machine.ts";

/** These programs answer at once or not at all. */
const LIMIT_MS = 5000;

/**
 * Runs a program of the system without a shell and without a terminal, in plain English, for at
 * most 5 s; undefined where it is missing, hangs or says more than a MiB.
 */
export const askProgram = ([program, ...args]: readonly [string, ...string[]]): Promise<
  ProgramAnswer | undefined
> =>
  new Promise((resolve) => {
    const options = {
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
      env: { ...process.env, LC_ALL: "C" },
    } as const;
    const child = execFile(program, args, options, (error, stdout) => {
      if (error === null) resolve({ code: 0, stdout });
      else if (typeof error.code === "number") resolve({ code: error.code, stdout });
      else resolve(undefined);
    });
    child.stdin?.on("error", () => undefined).end();
  });
