import { type Reply, ReplyDecoder } from "../bk72xx/reply-decoder.ts";
import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import { portFailure } from "../link/port-failure.ts";
import { PortError, type SerialLink } from "../link/serial-link.ts";

/** Bits on the wire per byte: 8N1. */
const BITS_PER_BYTE = 10;

interface Waiter {
  readonly wanted: (reply: Reply) => boolean;
  readonly resolve: (reply: Reply | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Frames out and replies in over one UART: the conversation with one chip, without knowing what is
 * said. Every wait is bounded, ends when the run is aborted, and when the port is lost.
 */
export class ChipLine implements Disposable {
  readonly clock: Clock;
  readonly #link: SerialLink;
  readonly #signal: AbortSignal;
  readonly #decoder = new ReplyDecoder();
  readonly #subscriptions: Disposable[];
  #replies: Reply[] = [];
  #waiter: Waiter | undefined;
  #lost: StepError | undefined;
  #lastByteAt = Number.NEGATIVE_INFINITY;

  constructor(link: SerialLink, clock: Clock, signal: AbortSignal) {
    this.#link = link;
    this.clock = clock;
    this.#signal = signal;
    const onAbort = (): void => this.#fail(signal.reason);
    signal.addEventListener("abort", onAbort);
    this.#subscriptions = [
      link.onBytes((chunk) => this.#take(chunk)),
      link.onLost((error) => {
        this.#lost = new StepError(portFailure(error), { cause: error });
        this.#fail(this.#lost);
      }),
      { [Symbol.dispose]: () => signal.removeEventListener("abort", onAbort) },
    ];
  }

  /** Bytes received so far that belonged to no reply. */
  get noiseBytes(): number {
    return this.#decoder.skipped + this.#decoder.pending;
  }

  /** The host's rate in force, in baud. */
  get baudRate(): number {
    return this.#link.baudRate;
  }

  /** Milliseconds that so many bytes take on the wire at the rate in force. */
  wireMs(bytes: number): number {
    return (bytes * BITS_PER_BYTE * 1000) / this.#link.baudRate;
  }

  /** Hands a frame to the port. */
  async send(frame: Uint8Array): Promise<void> {
    this.#throwIfOver();
    await this.#guard(this.#link.write(frame));
  }

  /** Changes the host's rate; what was half received is noise now. */
  async setBaudRate(baud: number): Promise<void> {
    this.#throwIfOver();
    await this.#guard(this.#link.setBaudRate(baud));
    this.forget();
  }

  /** As `setBaudRate`, but false where the port does not have the rate; then set another one. */
  async tryBaudRate(baud: number): Promise<boolean> {
    this.#throwIfOver();
    try {
      await this.#link.setBaudRate(baud);
    } catch (error) {
      if (error instanceof PortError && error.trouble.kind === "baud-refused") return false;
      throw asFailure(error);
    }
    this.forget();
    return true;
  }

  /** Drops all replies nobody has asked for. */
  forget(): void {
    this.#replies = [];
    this.#decoder.reset();
  }

  /** The next reply that `wanted` accepts; others are dropped. Undefined after `timeoutMs` without one. */
  receive(wanted: (reply: Reply) => boolean, timeoutMs: number): Promise<Reply | undefined> {
    return new Promise((resolve, reject) => {
      this.#throwIfOver();
      const found = this.#replies.findIndex(wanted);
      if (found >= 0) {
        const reply = this.#replies[found];
        this.#replies.splice(0, found + 1);
        resolve(reply);
        return;
      }
      this.#replies = [];
      const timer = this.clock.after(timeoutMs, () =>
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

  /** Sends a frame and waits for its reply; what came before it is forgotten. */
  async ask(
    frame: Uint8Array,
    wanted: (reply: Reply) => boolean,
    timeoutMs: number,
  ): Promise<Reply | undefined> {
    this.forget();
    await this.send(frame);
    return this.receive(wanted, timeoutMs + this.wireMs(frame.length));
  }

  /** Waits until nothing has arrived for `quietMs`, at most `limitMs`, and forgets what came. */
  async drain(quietMs: number, limitMs: number): Promise<void> {
    const until = this.clock.now() + limitMs;
    let left = quietMs;
    while (left > 0 && this.clock.now() < until) {
      await this.pause(left);
      left = this.#lastByteAt + quietMs - this.clock.now();
    }
    this.forget();
  }

  /** Waits without listening for anything in particular. */
  async pause(ms: number): Promise<void> {
    this.#throwIfOver();
    await this.clock.sleep(ms, this.#signal);
    this.#throwIfOver();
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  #take(chunk: Uint8Array): void {
    this.#lastByteAt = this.clock.now();
    for (const reply of this.#decoder.push(chunk)) {
      if (this.#waiter === undefined) this.#replies.push(reply);
      else if (this.#waiter.wanted(reply)) this.#settle((waiter) => waiter.resolve(reply));
    }
  }

  #settle(how: (waiter: Waiter) => void): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (waiter !== undefined) how(waiter);
  }

  #fail(reason: unknown): void {
    this.#settle((waiter) => waiter.reject(reason));
  }

  #throwIfOver(): void {
    this.#signal.throwIfAborted();
    if (this.#lost !== undefined) throw this.#lost;
  }

  async #guard(action: Promise<void>): Promise<void> {
    try {
      await action;
    } catch (error) {
      throw asFailure(error);
    }
  }
}

const asFailure = (error: unknown): unknown =>
  error instanceof PortError ? new StepError(portFailure(error), { cause: error }) : error;
