import type { Clock } from "../clock/clock.ts";

/** What is held for one power-up; each may be disposed of twice. */
export interface HeldBatons {
  /** No other board of the supply may begin while it is held. */
  readonly turn: AsyncDisposable;
  /** One of as many as boards may be powering up together. */
  readonly slot: AsyncDisposable;
}

/** Times of a power-up, in ms. */
export interface TurnTimes {
  readonly gapMs: number;
  readonly maxHoldMs: number;
}

/**
 * One board's permission to power up. The next may begin `gapMs` after this one's relay has closed,
 * not after it was told to: only so are two closings never nearer than that, however long each takes.
 * A relay that never says it has closed, and a board that never answers, each keep others waiting
 * `maxHoldMs` at most.
 */
export class PowerTurn {
  readonly #clock: Clock;
  readonly #times: TurnTimes;
  readonly #held: HeldBatons;
  #stage: "permitted" | "closing" | "closed" | "over" = "permitted";
  #isSettled = false;
  #limit: Disposable;

  constructor(clock: Clock, times: TurnTimes, held: HeldBatons) {
    this.#clock = clock;
    this.#times = times;
    this.#held = held;
    this.#limit = clock.after(times.maxHoldMs, () => this.#giveBack());
  }

  /** Whether the relay may be told to close. */
  get isOpen(): boolean {
    return this.#stage === "permitted";
  }

  /** The relay is told to close now. False if it must not any more: the turn is over, or was used. */
  begin(): boolean {
    if (!this.isOpen) return false;
    this.#stage = "closing";
    return true;
  }

  /** The relay has closed, or has failed to: nobody knows how far it came. */
  closed(): void {
    if (this.#stage !== "closing") return;
    this.#stage = "closed";
    this.#limit[Symbol.dispose]();
    if (!this.#isSettled) {
      this.#limit = this.#clock.after(this.#times.maxHoldMs, () => this.settled());
    }
    void this.#passOn();
  }

  /** The board draws no more than any that runs: it has answered, is off again, or will not come on. */
  settled(): void {
    this.#isSettled = true;
    if (this.#stage === "permitted") this.#giveBack();
    if (this.#stage === "closed") this.#limit[Symbol.dispose]();
    void this.#held.slot[Symbol.asyncDispose]();
  }

  /** After the gap. A timer may come early by as long as the process was busy when it was set. */
  async #passOn(): Promise<void> {
    const until = this.#clock.now() + this.#times.gapMs;
    for (let left = this.#times.gapMs; left > 0; left = until - this.#clock.now()) {
      await this.#clock.sleep(Math.ceil(left));
    }
    await this.#held.turn[Symbol.asyncDispose]();
  }

  #giveBack(): void {
    this.#stage = "over";
    this.#limit[Symbol.dispose]();
    void this.#held.slot[Symbol.asyncDispose]();
    void this.#held.turn[Symbol.asyncDispose]();
  }
}
