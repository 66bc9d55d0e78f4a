import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The `flashline` command as people start it, from this program's own place in `dist`. */
const PROGRAM = fileURLToPath(new URL("../../../bin/flashline", import.meta.url));

/** Lines of stderr that a failure is told with. */
const LAST_LINES = 5;

/** Starts `flashline` with these arguments, in a session of its own, with `environment` besides this process's. */
export const startProgram = (
  args: readonly string[],
  stdio: "pipe" | readonly number[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess =>
  spawn(PROGRAM, args, {
    detached: true,
    stdio: stdio === "pipe" ? "pipe" : [...stdio],
    env: { ...process.env, ...environment },
  });

/**
 * Runs `flashline` to its end, each line of its stdout given to `onLine`. The signal asks it to stop.
 * `environment` is what it has besides this process's.
 * @throws Error with its last words unless it exits with 0.
 */
export const runProgram = async (
  args: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> => {
  signal.throwIfAborted();
  const child = startProgram(args, "pipe", environment);
  const said: string[] = [];
  const onAbort = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", onAbort, { once: true });
  if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", onLine);
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  }
  const [code, killed] = await once(child, "close");
  signal.removeEventListener("abort", onAbort);
  signal.throwIfAborted();
  if (code === 0) return;
  const words = said.slice(-LAST_LINES).join(" ");
  throw new Error(`flashline ${args[0]} ended with ${code ?? killed}: ${words}`);
};
