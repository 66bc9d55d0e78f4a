import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import { endProcess } from "./end-process.ts";
import { followNpm } from "./follow-npm.ts";

/** "owned": lives no longer than the process that started it, told by the end of standard input. */
export type Life = "owned" | "standalone";

/** When this process shall end. */
export interface StopRequest extends Disposable {
  /** Aborted when it is asked to stop, with a sentence that says by what; with a `StepError` after a bug. */
  readonly signal: AbortSignal;
  /** Resolves at the same moment; rejects after a bug. */
  readonly asked: Promise<void>;
}

/** A process that has not come to its end so long after it was asked to is ended (design: 10 s). */
const LAST_RESORT_MS = 9500;

/**
 * Listens for SIGTERM, SIGINT, SIGHUP and, if owned, for the death of the parent. An exception that
 * nobody caught counts as asked, too: a process that ended at once would leave its boards powered. With
 * `endless` patience nothing ends it by force: what it does may take longer and must be finished.
 */
export const stopRequest = (
  life: Life,
  patience: "seconds" | "endless" = "seconds",
): StopRequest => {
  const stop = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Nobody may wait for it yet.
  promise.catch(() => undefined);
  const end = (reason: Error): void => {
    if (stop.signal.aborted) return;
    stop.abort(reason);
    if (patience === "seconds") setTimeout(() => endProcess(3), LAST_RESORT_MS).unref();
  };
  const ask = (why: string): void => {
    end(new Error(why));
    resolve();
  };
  const askBySignal = (signal: NodeJS.Signals): void =>
    ask(life === "owned" ? "The line was stopped." : `Stopped by ${signal}.`);
  const askAsOrphan = (): void => ask("The process that ran the lot is gone: killed, or crashed.");
  const crash = (error: Error): void => {
    end(new StepError({ code: "internal", reason: printable(error.message) }, { cause: error }));
    reject(error);
  };
  process.on("uncaughtException", crash);
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, askBySignal);
  const npm = followNpm(() => ask("Stopped with npm, which it was started by."));
  if (life === "owned") {
    process.stdin.on("end", askAsOrphan).on("error", askAsOrphan).resume();
  }
  return {
    signal: stop.signal,
    asked: promise,
    [Symbol.dispose]: () => {
      npm[Symbol.dispose]();
      process.off("uncaughtException", crash);
      for (const signal of signals) process.off(signal, askBySignal);
      process.stdin.off("end", askAsOrphan).off("error", askAsOrphan).pause();
    },
  };
};
