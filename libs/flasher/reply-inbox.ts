import type { Reply } from "../bk72xx/reply-decoder.ts";
import type { Clock } from "../clock/clock.ts";

interface Waiter {
  readonly wanted: (reply: Reply) => boolean;
  readonly resolve: (reply: Reply | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/** Replies as they arrive, for one reader at a time. */
export class ReplyInbox {
  readonly #clock: Clock;
  #replies: Reply[] = [];
  #waiter: Waiter | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A reply has arrived. */
  put(reply: Reply): void {
    if (this.#waiter === undefined) this.#replies.push(reply);
    else if (this.#waiter.wanted(reply)) this.#settle((waiter) => waiter.resolve(reply));
  }

  /** Drops what nobody has read. */
  clear(): void {
    this.#replies = [];
  }

  /** The next reply that `wanted` accepts; others are dropped. Undefined after `timeoutMs` without one. */
  next(wanted: (reply: Reply) => boolean, timeoutMs: number): Promise<Reply | undefined> {
    return new Promise((resolve, reject) => {
      const found = this.#replies.findIndex(wanted);
      if (found >= 0) {
        const reply = this.#replies[found];
        this.#replies.splice(0, found + 1);
        resolve(reply);
        return;
      }
      this.#replies = [];
      const timer = this.#clock.after(timeoutMs, () =>
        this.#settle((waiter) => waiter.resolve(undefined)),
      );
      const stop =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          timer[Symbol.dispose]();
          settle(value);
        };
      this.#waiter = { wanted, resolve: stop(resolve), reject: stop(reject) };
    });
  }

  /** Ends the present wait with an error. */
  fail(reason: unknown): void {
    this.#settle((waiter) => waiter.reject(reason));
  }

  #settle(how: (waiter: Waiter) => void): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter !== undefined) how(waiter);
  }
}
