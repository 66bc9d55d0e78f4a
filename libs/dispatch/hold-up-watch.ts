/** A moment by both clocks: the one of a machine that sleeps stands still, the other may be set. */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

const now = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

/** Time passed between two moments, in ms, by the clock that says more. */
const passed = (from: Moment, to: Moment): number =>
  Math.max(to.monotonic - from.monotonic, to.wall - from.wall);

/**
 * Notices that this process, or its machine, was held up while it would else have renewed its claims: stopped,
 * suspended, starved. With Redis away already it would not have: that alone lets runs go on.
 */
export class HoldUpWatch implements Disposable {
  readonly #limitMs: number;
  readonly #isUp: () => boolean;
  readonly #timer: NodeJS.Timeout;
  #last = now();
  #wasUp = true;
  #count = 0;

  /** `limitMs`: what is shorter is no hold-up. `isUp`: whether Redis is there. */
  constructor(limitMs: number, isUp: () => boolean) {
    this.#limitMs = limitMs;
    this.#isUp = isUp;
    this.#timer = setInterval(() => this.look(), limitMs / 4);
    this.#timer.unref();
  }

  /** Looks, and tells how many hold-ups there were, one that has just ended included. */
  look(): number {
    const moment = now();
    if (this.#wasUp && passed(this.#last, moment) > this.#limitMs) this.#count += 1;
    this.#last = moment;
    this.#wasUp = this.#isUp();
    return this.#count;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
