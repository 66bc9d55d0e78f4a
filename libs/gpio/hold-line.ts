import { spawn } from "node:child_process";
import { readdir, readlink } from "node:fs/promises";
import type { Clock } from "../clock/clock.ts";
import { explainMissingTool, explainToolError, isBusy } from "./explain-tool-error.ts";
import { toolEnvironment } from "./run-tool.ts";

const LIMIT_MS = 5000;
const LOOK_EVERY_MS = 5;
const KEPT_WORDS = 4096;

/** A process that holds a line at a level. */
export interface LineHolder {
  /** How it ended without being asked to; undefined while it holds. As the kernel sees it now. */
  loss(): Promise<string | undefined>;
  /** Ends it; resolves when the kernel has the line back. Rejects if it cannot be ended. */
  release(): Promise<void>;
}

/** A line that another process holds. */
export class LineBusyError extends Error {}

/**
 * Starts a command that holds a line, and waits until it does. It gets a session of its own: Ctrl-C
 * must not end it before us. Rejects with an `Error` that says what to mend; `LineBusyError` for a
 * line in use.
 */
export const holdLine = async (command: readonly string[], clock: Clock): Promise<LineHolder> => {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { env: toolEnvironment(), detached: true });
  let said = "";
  child.stdin.on("error", () => undefined);
  child.stdout.resume();
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-KEPT_WORDS);
  });
  let end: string | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      end = explainMissingTool(program, error);
      resolve();
    });
    child.once("close", (code, signal) => {
      end ??= `gpioset ended (${signal ?? `exit code ${code}`}): ${explainToolError(said)}`;
      resolve();
    });
  });
  /** A wait that is over leaves no timer behind, which would keep a finished program from its end. */
  const endOrAfter = async (ms: number): Promise<void> => {
    const isOver = new AbortController();
    await Promise.race([ended, clock.sleep(ms, isOver.signal).catch(() => undefined)]);
    isOver.abort();
  };
  const release = async (): Promise<void> => {
    child.kill("SIGKILL");
    await endOrAfter(LIMIT_MS);
    if (end === undefined) throw new Error("gpioset cannot be ended: its GPIO chip hangs");
  };

  const until = clock.now() + LIMIT_MS;
  while (!(await holdsLine(child.pid))) {
    if (end !== undefined) throw isBusy(said) ? new LineBusyError(end) : new Error(end);
    if (clock.now() >= until) {
      await release();
      throw new Error(`gpioset did not take the line within ${LIMIT_MS / 1000} s`);
    }
    await endOrAfter(LOOK_EVERY_MS);
  }
  const loss = async (): Promise<string | undefined> => {
    if (await holdsLine(child.pid)) return undefined;
    await endOrAfter(LIMIT_MS);
    return end ?? "gpioset let the line go";
  };
  return { loss, release };
};

/** The kernel's name of a line that a process was given, once it is driven: gpio-line, or gpio-linehandle for v1. */
const LINE_FILE = /gpio-line(handle)?$/;

const holdsLine = async (pid: number | undefined): Promise<boolean> => {
  if (pid === undefined) return false;
  try {
    const folder = `/proc/${pid}/fd`;
    const files = await readdir(folder);
    const targets = await Promise.all(
      files.map((file) => readlink(`${folder}/${file}`).catch(() => "")),
    );
    return targets.some((target) => LINE_FILE.test(target));
  } catch {
    // It has just ended.
    return false;
  }
};
