import type { Clock } from "./clock.ts";
import { sleepOn } from "./sleep-on.ts";

interface Timer {
  readonly due: number;
  readonly action: () => void;
}

/**
 * A clock that jumps to its next timer as soon as the process has nothing else to do, so that a
 * minute of simulated work takes milliseconds and always happens in the same order. Only for tests
 * in which everything (boards, links, procedures) runs in this process on this clock.
 */
export class VirtualClock implements Clock {
  readonly sleep = sleepOn((ms, action) => this.after(ms, action));
  readonly #timers = new Set<Timer>();
  readonly #epoch: number;
  #now = 0;
  #pumping = false;

  constructor(epoch: Date = new Date("2026-01-01T00:00:00Z")) {
    this.#epoch = epoch.getTime();
  }

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(this.#epoch + this.#now);
  }

  after(ms: number, action: () => void): Disposable {
    const timer: Timer = { due: this.#now + Math.max(0, ms), action };
    this.#timers.add(timer);
    this.#pump();
    return { [Symbol.dispose]: () => this.#timers.delete(timer) };
  }

  /** Lets all ready work finish, then moves time to the earliest timer; repeats while there are any. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      const next = this.#earliest();
      if (next === undefined) return;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
      if (this.#timers.size > 0) this.#pump();
    });
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.due < earliest.due) earliest = timer;
    }
    return earliest;
  }
}
