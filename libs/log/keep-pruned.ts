import type { Clock } from "../clock/clock.ts";
import { type LogLimits, pruneLogs } from "./prune-logs.ts";

const AGAIN_MS = 6 * 3_600_000;

/** Prunes a folder's logs now and every six hours until disposed: a worker may live for months. */
export const keepPruned = (folder: string, limits: LogLimits, clock: Clock): Disposable => {
  const stop = new AbortController();
  const goOn = async (): Promise<void> => {
    for (;;) {
      await pruneLogs(folder, limits, clock.date());
      await clock.sleep(AGAIN_MS, stop.signal);
    }
  };
  // Only its end rejects.
  void goOn().catch(() => undefined);
  return { [Symbol.dispose]: () => stop.abort() };
};
