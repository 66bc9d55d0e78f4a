import { VirtualClock } from "../../libs/clock/virtual-clock.ts";

/** What a case may take. */
export interface Patience {
  /** Of virtual time. */
  readonly ms: number;
  /** Timers set: a program that turns in circles without getting on sets many. */
  readonly timers: number;
}

/** Virtual time that ends: what has not come to an end by then hangs. */
export class GuardedClock extends VirtualClock {
  /** Resolves, telling why, when patience is out; never if `leave` comes first. */
  readonly hang: Promise<string>;
  readonly #patience: Patience;
  readonly #limit: Disposable;
  #timers = 0;
  #isOver = false;
  #tell: (why: string) => void = () => {};

  constructor(patience: Patience) {
    super();
    this.#patience = patience;
    this.hang = new Promise((resolve) => {
      this.#tell = resolve;
    });
    this.#limit = this.after(patience.ms, () =>
      this.#end(`nothing came to an end within ${patience.ms / 1000} s of virtual time`),
    );
  }

  /** Timers set so far. */
  get timers(): number {
    return this.#timers;
  }

  override after(ms: number, action: () => void): Disposable {
    this.#timers += 1;
    if (this.#timers > this.#patience.timers) this.#end(`${this.#timers} timers were set`);
    if (this.#isOver) return { [Symbol.dispose]: () => undefined };
    return super.after(ms, () => {
      if (!this.#isOver) action();
    });
  }

  /** The case has come to its end, and hangs no more. */
  leave(): void {
    this.#limit[Symbol.dispose]();
  }

  /** Nothing happens any more: a board that restarts for ever would turn for ever. */
  stop(): void {
    this.#isOver = true;
  }

  #end(why: string): void {
    this.#isOver = true;
    this.#tell(why);
  }
}
