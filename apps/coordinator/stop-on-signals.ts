import { followNpm } from "../../libs/process/follow-npm.ts";

/** When a line is to stop. */
export interface StopBySignal extends Disposable {
  readonly signal: AbortSignal;
}

/** Ctrl-C and its kin, and the end of the npm above, stop the line; a second one ends this process, and the workers see to the boards. */
export const stopOnSignals = (): StopBySignal => {
  const stop = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const ask = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  for (const signal of signals) process.on(signal, ask);
  const npm = followNpm(() => stop.abort());
  return {
    signal: stop.signal,
    [Symbol.dispose]: () => {
      npm[Symbol.dispose]();
      for (const signal of signals) process.off(signal, ask);
    },
  };
};
