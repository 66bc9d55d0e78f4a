import type { BootFacts } from "./personality.ts";
import type { ReceiveLine } from "./receive-line.ts";

/**
 * UART1 as a chip hears it: what it takes, what waits in its ring, what it loses. Times in ms of the
 * board's clock.
 */
export class ChipEar {
  readonly #line: ReceiveLine;
  /** Bytes that wait while the chip is at work: kept in a ring of this size, or lost. */
  readonly #ringBytes: number | undefined;
  #listeningSince = Number.POSITIVE_INFINITY;
  /** Bytes taken since it listens. */
  #taken = 0;
  /** Until when work kept the chip from listening; undefined once that was dealt with. */
  #busyUntil: number | undefined;

  constructor(line: ReceiveLine, ringBytes: number | undefined) {
    this.#line = line;
    this.#ringBytes = ringBytes;
  }

  /** When the last byte that was ever sent arrives. */
  get lastArrival(): number {
    return this.#line.lastArrival;
  }

  /** From `at` on; what came before is lost. */
  listen(at: number): void {
    this.forget(at);
    this.#listeningSince = at;
  }

  /** Nobody takes what has arrived by `at`. */
  forget(at: number): void {
    this.#line.drop(this.#line.arrivedBy(at));
  }

  /** When so many further bytes will have arrived; infinity while fewer are sent. */
  arrivalOf(count: number): number {
    return this.#line.arrivalOf(count);
  }

  /** The next bytes, as a chip at `baud` reads them. */
  take(count: number, baud: number): Uint8Array {
    this.#taken += count;
    return this.#line.take(count, baud);
  }

  /** The chip is at work until `until` and listens again then. */
  work(until: number): void {
    this.#busyUntil = until;
  }

  /** What arrived while the chip was at work: T's ring goes round unnoticed, the ROM hears none of it. */
  countLosses(now: number): void {
    if (this.#busyUntil === undefined || this.#busyUntil > now) return;
    const unread = this.#line.arrivedBy(this.#busyUntil);
    const lost = this.#ringBytes === undefined ? unread : unread - (unread % this.#ringBytes);
    this.#taken += lost;
    this.#line.drop(lost);
    this.#busyUntil = undefined;
  }

  /** When the window that opened at `since` ends: with bytes in its ring T waits for more, up to its cap. */
  windowEnd({ windowMs, junkHolds }: BootFacts, since: number): number {
    if (junkHolds === undefined) return since + windowMs;
    const cap = this.#listeningSince + junkHolds.capMs;
    const inRing = (this.#taken + this.#line.queued) % junkHolds.ringBytes;
    if (inRing !== 0) return Math.max(cap, since);
    return Math.min(cap, Math.max(since, this.#line.lastArrival) + windowMs);
  }

  /** Whether bytes in the ring keep T from its application; a ring gone round looks empty. */
  isHeld({ junkHolds }: BootFacts, at: number): boolean {
    const received = this.#taken + this.#line.arrivedBy(at);
    return junkHolds !== undefined && received % junkHolds.ringBytes !== 0;
  }
}
