import { joinBytes } from "./join-bytes.ts";
import type { Disturb, WirePiece } from "./line-faults.ts";
import type { Random } from "./random.ts";
import { byteMs, hear } from "./wire.ts";

/** Bytes sent in one go. */
interface Segment extends WirePiece {
  readonly baud: number;
  /** Bytes of it already taken. */
  taken: number;
}

/** Whether sending takes time. */
export type WireSpeed = "real" | "instant";

/**
 * The wire from the host to the chip. The host's bytes leave one behind the other at its rate; each
 * has its own arrival time, computed and never waited for, so a late timer does not delay the chip.
 */
export class ReceiveLine {
  readonly #speed: WireSpeed;
  readonly #random: Random;
  readonly #disturb: Disturb;
  #segments: Segment[] = [];
  #queued = 0;
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(speed: WireSpeed, random: Random, disturb: Disturb) {
    this.#speed = speed;
    this.#random = random;
    this.#disturb = disturb;
  }

  /** Bytes sent and not yet taken, arrived or not. */
  get queued(): number {
    return this.#queued;
  }

  /** When the last byte ever sent arrives. */
  get lastArrival(): number {
    return this.#freeAt;
  }

  /** The host sends `bytes` at `baud`, not before `at` and not before its earlier bytes have left. */
  push(bytes: Uint8Array, baud: number, at: number): void {
    if (bytes.length === 0) return;
    const perByte = this.#speed === "instant" ? 0 : byteMs(baud);
    const startAt = Math.max(at, this.#freeAt);
    for (const piece of this.#disturb({ bytes, startAt, byteMs: perByte })) {
      this.#segments.push({ ...piece, baud, taken: 0 });
      this.#queued += piece.bytes.length;
    }
    this.#freeAt = startAt + bytes.length * perByte;
  }

  /** When the `count`-th queued byte has arrived; infinity while fewer are sent. */
  arrivalOf(count: number): number {
    let rest = count;
    for (const segment of this.#segments) {
      const left = segment.bytes.length - segment.taken;
      if (rest <= left) return segment.startAt + (segment.taken + rest) * segment.byteMs;
      rest -= left;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** How many queued bytes have arrived by `at`. */
  arrivedBy(at: number): number {
    let arrived = 0;
    for (const segment of this.#segments) {
      const left = segment.bytes.length - segment.taken;
      const whole = arrivedOf(segment, at) - segment.taken;
      arrived += Math.max(0, Math.min(left, whole));
      if (whole < left) break;
    }
    return arrived;
  }

  /** The next `count` bytes as a chip at `chipBaud` reads them. */
  take(count: number, chipBaud: number): Uint8Array {
    const parts: Uint8Array[] = [];
    this.#remove(count, (segment, length) => {
      const bytes = segment.bytes.subarray(segment.taken, segment.taken + length);
      parts.push(hear(bytes, segment.baud, chipBaud, this.#random));
    });
    return joinBytes(parts);
  }

  /** Loses the next `count` bytes. */
  drop(count: number): void {
    this.#remove(count, () => {});
  }

  #remove(count: number, onPart: (segment: Segment, length: number) => void): void {
    let rest = Math.min(count, this.#queued);
    this.#queued -= rest;
    while (rest > 0) {
      const segment = this.#segments[0];
      if (segment === undefined) return;
      const length = Math.min(rest, segment.bytes.length - segment.taken);
      onPart(segment, length);
      segment.taken += length;
      rest -= length;
      if (segment.taken === segment.bytes.length) this.#segments.shift();
    }
  }
}

/** Rounding of the division must not lose a byte that arrives at this very moment. */
const ROUNDING = 1e-6;

const arrivedOf = (segment: Segment, at: number): number => {
  if (at < segment.startAt) return 0;
  if (segment.byteMs === 0) return segment.bytes.length;
  return Math.floor((at - segment.startAt) / segment.byteMs + ROUNDING);
};
