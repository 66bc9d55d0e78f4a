import { type Reply, ReplyDecoder } from "../bk72xx/reply-decoder.ts";
import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import { type ByteSource, PortError, type SerialLink } from "../link/serial-link.ts";
import { KeepAlive } from "./keep-alive.ts";
import { LineLife } from "./line-life.ts";
import { ReplyInbox } from "./reply-inbox.ts";
import type { WireEars } from "./wire-ears.ts";

/** Bits on the wire per byte: 8N1. */
const BITS_PER_BYTE = 10;

/**
 * Frames out and replies in over one UART: the conversation with one chip, without knowing what is
 * said. Every wait is bounded, ends when the run is aborted, and when the port is lost.
 */
export class ChipLine implements Disposable {
  readonly clock: Clock;
  /** What arrives and belongs to no reply, such as a log on the same wire. */
  readonly noise: ByteSource;
  readonly #link: SerialLink;
  readonly #life: LineLife;
  readonly #decoder: ReplyDecoder;
  readonly #inbox: ReplyInbox;
  readonly #ears: WireEars | undefined;
  readonly #owned = new DisposableStack();
  readonly #noiseListeners = new Set<(bytes: Uint8Array) => void>();
  #keepAlive: KeepAlive | undefined;
  #lastByteAt = Number.NEGATIVE_INFINITY;

  constructor(link: SerialLink, clock: Clock, signal: AbortSignal, ears?: WireEars) {
    this.#link = link;
    this.#ears = ears;
    this.clock = clock;
    this.#life = this.#owned.use(new LineLife(link, signal));
    this.#inbox = new ReplyInbox(clock);
    this.#decoder = new ReplyDecoder((bytes) => {
      ears?.noise(bytes);
      for (const listener of this.#noiseListeners) listener(bytes);
    });
    this.noise = {
      onBytes: (listener) => {
        this.#noiseListeners.add(listener);
        return { [Symbol.dispose]: () => this.#noiseListeners.delete(listener) };
      },
      onLost: (listener) => link.onLost(listener),
    };
    const { over } = this.#life;
    const onOver = (): void => this.#inbox.fail(over.reason);
    over.addEventListener("abort", onOver);
    this.#owned.defer(() => over.removeEventListener("abort", onOver));
    this.#owned.use(link.onBytes((chunk) => this.#take(chunk)));
    this.#owned.defer(() => this.keepAlive(undefined));
  }

  /** Aborted, with a `StepError` (`port-*`), when the port is lost: also while nobody uses it. */
  get lost(): AbortSignal {
    return this.#life.lost;
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
    this.#life.check();
    this.#keepAlive?.heard();
    this.#ears?.sent(frame);
    await this.during(this.#link.write(frame));
  }

  /** Changes the host's rate; what was half received is noise now. */
  async setBaudRate(baud: number): Promise<void> {
    this.#life.check();
    await this.during(this.#link.setBaudRate(baud));
    this.#ears?.rate(baud, "taken");
    this.forget();
  }

  /** As `setBaudRate`, but false where the port does not have the rate; then set another one. */
  async tryBaudRate(baud: number): Promise<boolean> {
    this.#life.check();
    try {
      await this.during(this.#link.setBaudRate(baud));
    } catch (error) {
      const trouble = error instanceof StepError ? error.cause : error;
      if (trouble instanceof PortError && trouble.trouble.kind === "baud-refused") {
        this.#ears?.rate(baud, "refused");
        return false;
      }
      throw error;
    }
    this.#ears?.rate(baud, "taken");
    this.forget();
    return true;
  }

  /** Drops all replies nobody has asked for. */
  forget(): void {
    this.#inbox.clear();
    this.#decoder.reset();
  }

  /** The next reply that `wanted` accepts; others are dropped. Undefined after `timeoutMs` without one. */
  async receive(wanted: (reply: Reply) => boolean, timeoutMs: number): Promise<Reply | undefined> {
    this.#life.check();
    return await this.#inbox.next(wanted, timeoutMs);
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
    this.#life.check();
    await this.clock.sleep(ms, this.#life.over);
  }

  /**
   * Waits for something that cannot be aborted, such as a relay or a call on a port that hangs, but
   * no longer than the run lasts. Port errors come out as `StepError`.
   */
  during<T>(action: Promise<T>): Promise<T> {
    return this.#life.during(action);
  }

  /** From now on `frame` is sent whenever nothing else was for too long; undefined: no more. */
  keepAlive(frame: Uint8Array | undefined): void {
    this.#keepAlive?.[Symbol.dispose]();
    this.#keepAlive =
      frame === undefined
        ? undefined
        : new KeepAlive(this.clock, () => void this.send(frame).catch(() => undefined));
  }

  /** Nothing is sent unasked until disposed: the chip is in the midst of taking a write. */
  holdKeepAlive(): Disposable {
    return this.#keepAlive?.hold() ?? { [Symbol.dispose]: () => undefined };
  }

  [Symbol.dispose](): void {
    this.#owned.dispose();
  }

  #take(chunk: Uint8Array): void {
    this.#lastByteAt = this.clock.now();
    for (const reply of this.#decoder.push(chunk)) {
      this.#ears?.received(reply);
      this.#inbox.put(reply);
    }
  }
}
