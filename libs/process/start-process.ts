import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { programPath } from "./program-path.ts";

/** How a process of ours ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of this program, started by it. */
export interface OwnProcess {
  readonly pid: number;
  readonly ended: Promise<ProcessEnd>;
  /** The last line it wrote to stderr, or nothing. */
  lastWords(): string;
  /** Asks it to finish; kills it if it has not after `graceMs`. Resolves when it is gone. */
  stop(graceMs: number): Promise<ProcessEnd>;
}

/** What to start: the arguments after `flashline`. */
export interface ProcessStart {
  readonly args: readonly string[];
  /** File that its messages are appended to. */
  readonly logFile: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with each line it prints. */
  readonly onLine?: (line: string) => void;
}

/**
 * Starts another process of this program in a session of its own, so that the terminal's Ctrl-C
 * reaches only us; it notices our death, however we die, by the end of its standard input.
 */
export const startProcess = ({ args, logFile, environment, onLine }: ProcessStart): OwnProcess => {
  const child = spawn(process.execPath, [...process.execArgv, programPath(), ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const log = createWriteStream(logFile, { flags: "a" });
  // A full disk must not end the line: the journal is what counts.
  log.on("error", () => undefined);
  let lastWords = "";
  child.stderr.pipe(log);
  createInterface({ input: child.stderr }).on("line", (line) => {
    lastWords = line;
  });
  if (onLine === undefined) child.stdout.pipe(log, { end: false });
  else createInterface({ input: child.stdout }).on("line", onLine);
  // Its end is told by `ended`; a write to a dead one is no news.
  child.stdin.on("error", () => undefined);
  const ended = endOf(child);
  return {
    pid: child.pid ?? 0,
    ended,
    lastWords: () => lastWords,
    stop: async (graceMs) => {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      const end = await ended;
      clearTimeout(killer);
      return end;
    },
  };
};

const endOf = (child: ChildProcess): Promise<ProcessEnd> =>
  new Promise((resolve) => {
    child.once("error", () => resolve({ code: 3, signal: null }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
