import type { Clock } from "./clock.ts";
import { sleepOn } from "./sleep-on.ts";

const after = (ms: number, action: () => void): Disposable => {
  const timer = setTimeout(action, ms);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
};

/** The machine's own time. Its timers count whole milliseconds and come up to one late. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: sleepOn(after),
  after,
};
