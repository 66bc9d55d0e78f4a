import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import { portFailure } from "../link/port-failure.ts";
import type { ByteSource } from "../link/serial-link.ts";

/** Longest excerpt a record keeps, in characters. */
const TAIL_CHARACTERS = 4096;
/** Enough of the end of a chunk to find a banner cut in two. */
const OVERLAP = 32;
/** What a bootloader prints first after a reset (uart-protocol.md section 10). */
const BANNER = /V:\s?(?:BK72|T1_)[\w.]+/g;

interface Hope {
  readonly met: () => boolean;
  readonly resolve: (met: boolean) => void;
  readonly reject: (reason: unknown) => void;
}

/** Listens to the board's log port from power-on to release: a witness that the flash port cannot bribe. */
export class LogWatch implements Disposable {
  readonly #clock: Clock;
  readonly #subscriptions: Disposable[];
  readonly #decoder = new TextDecoder("latin1");
  #text = "";
  #marked = "";
  #hopes: readonly Hope[] = [];
  #onBanner: ((banner: string) => void) | undefined;
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

  /** What was said since `mark`, raw. */
  get sinceMark(): string {
    return this.#marked;
  }

  /** Bootloader banners since `mark`. */
  get restarts(): number {
    return [...this.#marked.matchAll(BANNER)].length;
  }

  /** Starts a new count and a new excerpt. */
  mark(): void {
    this.#marked = "";
  }

  /** Calls `listener` for each banner from now on, until called again or with undefined. */
  watchForBanner(listener: ((banner: string) => void) | undefined): void {
    this.mark();
    this.#onBanner = listener;
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
    const text = this.#decoder.decode(chunk);
    const seenFrom = Math.max(0, this.#marked.length - OVERLAP);
    this.#text = (this.#text + text).slice(-TAIL_CHARACTERS);
    this.#marked = this.#marked + text;
    this.#tellBanner(this.#marked.slice(seenFrom));
    for (const hope of this.#hopes) if (hope.met()) hope.resolve(true);
    if (this.#marked.length > 16 * TAIL_CHARACTERS)
      this.#marked = this.#marked.slice(-TAIL_CHARACTERS);
  }

  #tellBanner(recent: string): void {
    const banner = recent.match(BANNER)?.[0];
    if (banner !== undefined) this.#onBanner?.(banner);
  }
}
