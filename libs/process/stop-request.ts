import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import { endProcess } from "./end-process.ts";

/** "owned": lives no longer than the process that started it, told by the end of standard input. */
export type Life = "owned" | "standalone";

/** When this process shall end. */
export interface StopRequest extends Disposable {
  /** Aborted when it is asked to stop; with a `StepError` after a bug. */
  readonly signal: AbortSignal;
  /** Resolves at the same moment; rejects after a bug. */
  readonly asked: Promise<void>;
}

/** A process that has not come to its end so long after it was asked to is ended (design: 10 s). */
const LAST_RESORT_MS = 9500;

/**
 * Listens for SIGTERM, SIGINT, SIGHUP and, if owned, for the death of the parent. An exception that
 * nobody caught counts as asked, too: a process that ended at once would leave its boards powered.
 */
export const stopRequest = (life: Life): StopRequest => {
  const stop = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Nobody may wait for it yet.
  promise.catch(() => undefined);
  const end = (reason: Error): void => {
    if (stop.signal.aborted) return;
    stop.abort(reason);
    setTimeout(() => endProcess(3), LAST_RESORT_MS).unref();
  };
  const ask = (): void => {
    end(new Error("asked to stop"));
    resolve();
  };
  const crash = (error: Error): void => {
    end(new StepError({ code: "internal", reason: printable(error.message) }, { cause: error }));
    reject(error);
  };
  process.on("uncaughtException", crash);
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, ask);
  if (life === "owned") {
    process.stdin.on("end", ask).on("error", ask).resume();
  }
  return {
    signal: stop.signal,
    asked: promise,
    [Symbol.dispose]: () => {
      process.off("uncaughtException", crash);
      for (const signal of signals) process.off(signal, ask);
      process.stdin.off("end", ask).off("error", ask).pause();
    },
  };
};
