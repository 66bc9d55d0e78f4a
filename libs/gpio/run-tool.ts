import { execFile } from "node:child_process";
import { explainMissingTool } from "./explain-tool-error.ts";

/** They answer in milliseconds; a chip behind a hung bus may not answer at all. */
const LIMIT_MS = 5000;

/** What a tool said in its short life. */
export interface ToolRun {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** In C's language, because complaints are recognised by their text. */
export const toolEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: "C" });

/**
 * Runs one of libgpiod's tools to its end, without a shell. Rejects with an `Error` that says what
 * to mend if it cannot be started or hangs.
 */
export const runTool = ([program = "", ...args]: readonly string[]): Promise<ToolRun> =>
  new Promise((resolve, reject) => {
    const options = { timeout: LIMIT_MS, killSignal: "SIGKILL", env: toolEnvironment() } as const;
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ succeeded: true, stdout, stderr });
      if (error.killed) {
        return reject(new Error(`${program} did not end within ${LIMIT_MS / 1000} s`));
      }
      if (typeof error.code === "string") {
        return reject(new Error(explainMissingTool(program, error), { cause: error }));
      }
      resolve({ succeeded: false, stdout, stderr });
    });
  });
