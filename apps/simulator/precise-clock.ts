import { Worker } from "node:worker_threads";
import type { Clock } from "../../libs/clock/clock.ts";
import { sleepOn } from "../../libs/clock/sleep-on.ts";
import { ALARM_THREAD } from "./alarm-thread.ts";

interface Timer {
  readonly due: number;
  readonly action: () => void;
}

/** Places of the memory shared with the thread: see ALARM_THREAD. */
const CHANGES = 0;
const ALARMS = 1;

/**
 * The machine's own time with timers to a tenth of a millisecond, for what stands for hardware: the
 * loop's own timers would make every simulated answer half a millisecond late. Costs a thread; keeps
 * no process alive.
 */
export class PreciseClock implements Clock, Disposable {
  readonly sleep = sleepOn((ms, action) => this.after(ms, action));
  readonly #timers = new Set<Timer>();
  readonly #slots = new Int32Array(new SharedArrayBuffer(8));
  readonly #due = new Float64Array(new SharedArrayBuffer(8)).fill(Number.POSITIVE_INFINITY);
  readonly #thread = new Worker(ALARM_THREAD, {
    eval: true,
    workerData: { slots: this.#slots, due: this.#due },
  });
  #isOpen = true;

  constructor() {
    this.#thread.unref();
    this.#listen();
  }

  now(): number {
    return Number(process.hrtime.bigint()) / 1e6;
  }

  date(): Date {
    return new Date();
  }

  after(ms: number, action: () => void): Disposable {
    const timer: Timer = { due: this.now() + Math.max(0, ms), action };
    this.#timers.add(timer);
    if (timer.due < (this.#due[0] ?? 0)) this.#set(timer.due);
    return { [Symbol.dispose]: () => this.#timers.delete(timer) };
  }

  /** No timer fires any more. */
  [Symbol.dispose](): void {
    this.#isOpen = false;
    this.#timers.clear();
    void this.#thread.terminate();
  }

  #set(due: number): void {
    this.#due[0] = due;
    Atomics.add(this.#slots, CHANGES, 1);
    Atomics.notify(this.#slots, CHANGES);
  }

  #listen(): void {
    const alarms = Atomics.load(this.#slots, ALARMS);
    const alarm = Atomics.waitAsync(this.#slots, ALARMS, alarms);
    void Promise.resolve(alarm.value).then(() => {
      if (!this.#isOpen) return;
      this.#listen();
      this.#ring();
    });
  }

  #ring(): void {
    for (;;) {
      const next = this.#earliest();
      if (next === undefined || next.due > this.now()) {
        this.#set(next?.due ?? Number.POSITIVE_INFINITY);
        return;
      }
      this.#timers.delete(next);
      next.action();
    }
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.due < earliest.due) earliest = timer;
    }
    return earliest;
  }
}
