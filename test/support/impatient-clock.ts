import type { Clock } from "../../libs/clock/clock.ts";
import { sleepOn } from "../../libs/clock/sleep-on.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";

/** The machine's own time, until patience is lost: from then on every limit passes at once. */
export class ImpatientClock implements Clock {
  readonly sleep = sleepOn((ms, action) => this.after(ms, action));
  readonly #pending = new Set<() => void>();
  #aheadMs = 0;
  #isPatient = true;

  now(): number {
    return systemClock.now() + this.#aheadMs;
  }

  date(): Date {
    return systemClock.date();
  }

  after(ms: number, action: () => void): Disposable {
    const fire = (): void => {
      timer[Symbol.dispose]();
      if (!this.#pending.delete(fire)) return;
      if (!this.#isPatient) this.#aheadMs += ms;
      action();
    };
    const timer = systemClock.after(this.#isPatient ? ms : 0, fire);
    this.#pending.add(fire);
    return {
      [Symbol.dispose]: () => {
        timer[Symbol.dispose]();
        this.#pending.delete(fire);
      },
    };
  }

  /** What waits now has waited long enough, and so has all that will wait. */
  losePatience(): void {
    this.#isPatient = false;
    for (const fire of [...this.#pending]) fire();
  }
}
