/** "owned": lives no longer than the process that started it, told by the end of standard input. */
export type Life = "owned" | "standalone";

/** When this process shall end. */
export interface StopRequest extends Disposable {
  /** Aborted when it is asked to stop. */
  readonly signal: AbortSignal;
  /** Resolves at the same moment. */
  readonly asked: Promise<void>;
}

/** A process that has not come to its end so long after it was asked to is ended (design: 10 s). */
const LAST_RESORT_MS = 9500;

/** Listens for SIGTERM, SIGINT, SIGHUP and, if owned, for the death of the parent. */
export const stopRequest = (life: Life): StopRequest => {
  const stop = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const ask = (): void => {
    if (stop.signal.aborted) return;
    stop.abort(new Error("asked to stop"));
    setTimeout(() => process.exit(3), LAST_RESORT_MS).unref();
    resolve();
  };
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, ask);
  if (life === "owned") {
    process.stdin.on("end", ask).on("error", ask).resume();
  }
  return {
    signal: stop.signal,
    asked: promise,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, ask);
      process.stdin.off("end", ask).off("error", ask).pause();
    },
  };
};
