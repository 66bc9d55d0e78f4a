import { followNpm } from "../../libs/process/follow-npm.ts";

/** When a line is to stop. */
export interface StopBySignal extends Disposable {
  readonly signal: AbortSignal;
}

/** What people are told once a line is to stop, and where it can be read. */
export const STOPPING =
  "flashline: stopping: boards at work are powered off and recorded as aborted. A second Ctrl-C ends this program at once; its workers see to the boards all the same.\n";

const AT_ONCE =
  "flashline: stopped at once: the workers power the boards at work off and record them as aborted, within 10 s. The same lot started again (--lot) goes on.\n";

/**
 * Ctrl-C and its kin, and the end of the npm above, stop the line; a second one says so and ends this process, and the
 * workers see to the boards.
 */
export const stopOnSignals = (): StopBySignal => {
  const stop = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const ask = (): void => {
    if (stop.signal.aborted) {
      process.stderr.write(AT_ONCE);
      process.exit(130);
    }
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
