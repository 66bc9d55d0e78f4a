import type { Clock } from "../../libs/clock/clock.ts";

/** A clock that stands still until it is moved. */
export class HandClock implements Clock {
  readonly #timers = new Set<{ readonly due: number; readonly action: () => void }>();
  readonly #epoch: number;
  #now = 0;

  constructor(epoch: number) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(this.#epoch + this.#now);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  after(ms: number, action: () => void): Disposable {
    const timer = { due: this.#now + ms, action };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => this.#timers.delete(timer) };
  }

  /** Moves time on and does what has come due, in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers]
        .filter(({ due }) => due <= end)
        .sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
    }
    this.#now = end;
  }

  /** Time in which nothing gets its turn: what came due is done after it, late. */
  holdUp(ms: number): void {
    this.#now += ms;
    this.advance(0);
  }

  /** Timers that are still to come. */
  get pending(): number {
    return this.#timers.size;
  }
}
