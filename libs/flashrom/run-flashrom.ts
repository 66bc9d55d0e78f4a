import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Clock } from "../clock/clock.ts";
import type { FlashromEnd } from "./judge-run.ts";
import { type FlashromNews, OutputReader } from "./output-reader.ts";

/** From a request to end to the end by force. */
const GRACE_MS = 2000;

/** The kernel ends it with us: nobody would switch the board off under a write that goes on alone. */
const ENDED_WITH_US = ["--pdeathsig", "KILL", "--"];

/** One start of flashrom. */
export interface FlashromStart {
  /** Path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  /** It is ended when it tells nothing new for so long: over a bus that went dead it waits for ever. */
  readonly limitMs: number;
  readonly clock: Clock;
  readonly onNews?: (news: FlashromNews) => void;
}

/**
 * Runs flashrom to its end, without a shell, in C's language. It is killed at once when an erase failed: it would
 * go on with larger blocks, up to the whole chip. Resolves also where it failed.
 * Rejects with the signal's reason, once it is gone, when that is aborted.
 */
export const runFlashrom = (start: FlashromStart, signal?: AbortSignal): Promise<FlashromEnd> => {
  signal?.throwIfAborted();
  const { program, args, limitMs, clock, onNews } = start;
  const reader = new OutputReader();
  const { promise, resolve, reject } = Promise.withResolvers<FlashromEnd>();
  const child = spawn("setpriv", [...ENDED_WITH_US, program, ...args], {
    // Ctrl-C on the terminal is for us: what becomes of a write is not the terminal's to say.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  let ended: FlashromEnd["ended"];
  const timers = new DisposableStack();
  const end = (): void => {
    child.kill("SIGTERM");
    timers.use(clock.after(GRACE_MS, () => child.kill("SIGKILL")));
  };
  const beginLimit = (): Disposable =>
    clock.after(limitMs, () => {
      ended ??= "hung";
      end();
    });
  let limit = beginLimit();
  timers.defer(() => limit[Symbol.dispose]());
  const hear = (chunk: string): void => {
    for (const news of reader.push(chunk)) {
      limit[Symbol.dispose]();
      limit = beginLimit();
      if (news.kind === "danger" && ended === undefined) {
        ended = "danger";
        child.kill("SIGKILL");
      }
      onNews?.(news);
    }
  };
  signal?.addEventListener("abort", end);
  timers.defer(() => signal?.removeEventListener("abort", end));
  // Without free descriptors a child comes without its pipes, and with an error event.
  const outputs: readonly (Readable | undefined)[] = [child.stdout, child.stderr];
  for (const output of outputs) output?.setEncoding("utf8").on("data", hear);
  child.on("error", (error) => hear(`could not be started: ${error.message}\n`));
  child.on("close", (code) => {
    timers.dispose();
    if (signal?.aborted === true) reject(signal.reason);
    else resolve({ text: reader.text, code, ended, limitMs });
  });
  return promise;
};
