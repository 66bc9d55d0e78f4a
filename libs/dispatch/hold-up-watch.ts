/** A moment by both clocks: the one of a machine that sleeps stands still, the other may be set. */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

const now = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

/** Time passed between two moments, in ms, by the clock that says more. */
const passed = (from: Moment, to: Moment): number =>
  Math.max(to.monotonic - from.monotonic, to.wall - from.wall);

/** Notices that this process, or its machine, was held up: stopped, suspended, starved. */
export class HoldUpWatch implements Disposable {
  readonly #limitMs: number;
  readonly #timer: NodeJS.Timeout;
  #last = now();
  #count = 0;

  /** `limitMs`: what is shorter is no hold-up. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.#timer = setInterval(() => this.look(), limitMs / 4);
    this.#timer.unref();
  }

  /** Looks, and tells how many hold-ups there were, one that has just ended included. */
  look(): number {
    const moment = now();
    if (passed(this.#last, moment) > this.#limitMs) this.#count += 1;
    this.#last = moment;
    return this.#count;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
