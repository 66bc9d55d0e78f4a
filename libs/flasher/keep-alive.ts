import type { Clock } from "../clock/clock.ts";

/**
 * A bootloader in flash leaves download mode when it hears nothing for long; less than a second is
 * safe (uart-protocol.md section 6.1).
 */
const QUIET_AT_MOST_MS = 700;

/** How long after a write's end, whatever it was, before anything is sent unasked (section 6.4). */
const AFTER_WRITE_MS = 300;

/** Says something whenever nobody else has, for a chip that would otherwise leave. */
export class KeepAlive implements Disposable {
  readonly #clock: Clock;
  readonly #say: () => void;
  #timer: Disposable | undefined;
  #dueAt: number;
  #holds = 0;

  /** `say` sends something harmless; it must not throw. */
  constructor(clock: Clock, say: () => void) {
    this.#clock = clock;
    this.#say = say;
    this.#dueAt = clock.now() + QUIET_AT_MOST_MS;
    this.#arm();
  }

  /** Something else was sent. */
  heard(): void {
    this.#dueAt = this.#clock.now() + QUIET_AT_MOST_MS;
  }

  /** Says nothing until disposed: the chip would take it for the rest of a write and program it. */
  hold(): Disposable {
    this.#holds += 1;
    return {
      [Symbol.dispose]: () => {
        this.#holds -= 1;
        this.#dueAt = Math.max(this.#dueAt, this.#clock.now() + AFTER_WRITE_MS);
      },
    };
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  /** One timer that looks again, in place of one for each byte sent. */
  #arm(): void {
    const untilDue = Math.max(1, this.#dueAt - this.#clock.now());
    const waitMs = this.#holds === 0 ? untilDue : AFTER_WRITE_MS;
    this.#timer = this.#clock.after(waitMs, () => {
      if (this.#holds === 0 && this.#clock.now() >= this.#dueAt) {
        this.heard();
        this.#say();
      }
      this.#arm();
    });
  }
}
