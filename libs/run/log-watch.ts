import { latin1Text } from "../bytes/text.ts";
import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import { portFailure } from "../link/port-failure.ts";
import type { ByteSource } from "../link/serial-link.ts";

/** Longest excerpt a record keeps, in characters. */
const TAIL_CHARACTERS = 4096;
/** Most of what is kept of a chip's start, in characters. */
const MARKED_CHARACTERS = 65_536;

interface Hope {
  readonly met: () => boolean;
  readonly resolve: (met: boolean) => void;
  readonly reject: (reason: unknown) => void;
}

/** Listens to the board's log port from power-on to release: a witness that the flash port cannot bribe. */
export class LogWatch implements Disposable {
  readonly #clock: Clock;
  readonly #subscriptions: Disposable[];
  #text = "";
  #marked = "";
  #hopes: readonly Hope[] = [];
  #listeners: readonly ((text: string) => void)[] = [];
  #lost: StepError | undefined;

  constructor(link: ByteSource, clock: Clock) {
    this.#clock = clock;
    this.#subscriptions = [
      link.onBytes((chunk) => this.#take(chunk)),
      link.onLost((error) => {
        this.#lost = new StepError(portFailure(error), { cause: error });
        for (const hope of this.#hopes) hope.reject(this.#lost);
      }),
    ];
  }

  /** The end of all that was said, raw: at most 4 KiB, to be escaped before anyone sees it. */
  get tail(): string {
    return this.#text;
  }

  /** What was said since `mark`, raw; of much the end. */
  get sinceMark(): string {
    return this.#marked;
  }

  /** What comes from now on is a new chapter. */
  mark(): void {
    this.#marked = "";
  }

  /** Calls `listener` with all that is said from now on, raw, one character per byte. */
  follow(listener: (text: string) => void): Disposable {
    this.#listeners = [...this.#listeners, listener];
    return {
      [Symbol.dispose]: () => {
        this.#listeners = this.#listeners.filter((other) => other !== listener);
      },
    };
  }

  /**
   * Whether `met` comes true within `withinMs`; looked at with every byte that arrives. Rejects with
   * `StepError` (`port-*`) when the port is lost: a board that cannot be heard is not to blame.
   */
  until(met: () => boolean, withinMs: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (met()) {
        resolve(true);
        return;
      }
      if (this.#lost !== undefined) throw this.#lost;
      const end = (settle: () => void) => (): void => {
        this.#hopes = this.#hopes.filter((other) => other !== hope);
        timer[Symbol.dispose]();
        signal.removeEventListener("abort", onAbort);
        settle();
      };
      const fail = (reason: unknown): void => end(() => reject(reason))();
      const hope: Hope = { met, resolve: end(() => resolve(true)), reject: fail };
      const onAbort = (): void => fail(signal.reason);
      const timer = this.#clock.after(
        withinMs,
        end(() => resolve(false)),
      );
      signal.addEventListener("abort", onAbort, { once: true });
      this.#hopes = [...this.#hopes, hope];
    });
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  #take(chunk: Uint8Array): void {
    const text = latin1Text(chunk);
    this.#text = (this.#text + text).slice(-TAIL_CHARACTERS);
    this.#marked = (this.#marked + text).slice(-MARKED_CHARACTERS);
    for (const listener of this.#listeners) listener(text);
    for (const hope of this.#hopes) if (hope.met()) hope.resolve(true);
  }
}
