import type { Clock } from "./clock.ts";
import { sleepOn } from "./sleep-on.ts";

/** A timer as late as this was held up with the whole process: stopped, starved, suspended. */
const HELD_UP_MS = 250;
/** Then what came in meanwhile is heard first: an answer that waits in its port is not an answer that never came. */
const HEAR_MS = 250;
/** And what the others had to say next: they were held up, too, with nobody to take it from them. */
const MOST_MS = 5000;

const after = (ms: number, action: () => void): Disposable => {
  const due = performance.now() + ms;
  let timer = setTimeout(() => {
    const lateMs = performance.now() - due;
    if (lateMs < HELD_UP_MS) action();
    else timer = setTimeout(action, Math.max(HEAR_MS, Math.min(lateMs, ms, MOST_MS)));
  }, ms);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
};

/**
 * The machine's own time. Its timers count whole milliseconds and come up to one late; one that comes much later,
 * for this process did not run, waits about as long again, up to its own time: all that is yet to be heard goes first.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  sleep: sleepOn(after),
  after,
};
