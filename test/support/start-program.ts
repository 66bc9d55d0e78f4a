import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

/** The command as a user starts it. */
const FLASHLINE = resolve(import.meta.dirname, "../../bin/flashline");

/** How a program ended, and all it said. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that a test started. Disposal kills it if it still runs. */
export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  readonly ended: Promise<ProgramEnd>;
  /** The first line on stdout, printed already or still to come, that fits. Rejects if it ends without one. */
  awaitLine(fits: (line: string) => boolean): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** How a program is started. */
export interface ProgramStart {
  readonly env?: Readonly<Record<string, string>>;
  /** A program, with its first arguments, that starts `flashline`. */
  readonly inside?: readonly string[];
}

interface Waiting {
  readonly fits: (line: string) => boolean;
  readonly found: (line: string) => void;
}

/** Starts `bin/flashline` with arguments. It has no terminal. */
export const startProgram = (
  args: readonly string[],
  { env = {}, inside = [] }: ProgramStart = {},
): RunningProgram => {
  const [program = FLASHLINE, ...words] = [...inside, FLASHLINE, ...args];
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", ...env },
  });
  const lines: string[] = [];
  const waiting = new Set<Waiting>();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const one of waiting) if (one.fits(line)) one.found(line);
  });
  const ended = new Promise<ProgramEnd>((done, failed) => {
    child.once("error", failed);
    child.once("close", (code, signal) => done({ code, signal, stdout: lines.join("\n"), stderr }));
  });
  const awaitLine = async (fits: (line: string) => boolean): Promise<string> => {
    const earlier = lines.find(fits);
    if (earlier !== undefined) return earlier;
    const { promise, resolve: found, reject } = Promise.withResolvers<string>();
    const one = { fits, found };
    waiting.add(one);
    void ended.then(({ code }) =>
      reject(new Error(`ended with ${code} before the awaited line:\n${lines.at(-1)}\n${stderr}`)),
    );
    return promise.finally(() => waiting.delete(one));
  };
  return {
    pid: child.pid ?? 0,
    ended,
    awaitLine,
    kill: (signal) => void child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
};

/** Runs `bin/flashline` to its end. */
export const runProgram = (args: readonly string[], start?: ProgramStart): Promise<ProgramEnd> =>
  startProgram(args, start).ended;
