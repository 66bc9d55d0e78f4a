import type { Disturb, WirePiece } from "./line-faults.ts";
import type { WireSpeed } from "./receive-line.ts";
import { byteMs } from "./wire.ts";

/** Who listens to a chip's TX pin: bytes, and the rate in baud they were sent at. */
export type TransmitListener = (bytes: Uint8Array, baud: number) => void;

/** Long answers are handed over in parts, as an adapter does, so that a reader sees progress. */
const LARGEST_PART = 512;

interface Part extends WirePiece {
  readonly baud: number;
  readonly endAt: number;
}

/** A wire from the chip to the host: parts are handed over when their last byte has arrived. */
export class TransmitLine {
  readonly #speed: WireSpeed;
  readonly #disturb: Disturb;
  readonly #listeners = new Set<TransmitListener>();
  #parts: Part[] = [];
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(speed: WireSpeed, disturb: Disturb) {
    this.#speed = speed;
    this.#disturb = disturb;
  }

  /** When the next part is handed over; infinity when nothing is on its way. */
  get nextDue(): number {
    return this.#parts[0]?.endAt ?? Number.POSITIVE_INFINITY;
  }

  /** When everything given to `send` has left. */
  get freeAt(): number {
    return this.#freeAt;
  }

  listen(listener: TransmitListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Sends at `baud`, not before `at` and not before earlier bytes have left. */
  send(bytes: Uint8Array, baud: number, at: number): void {
    const perByte = this.#speed === "instant" ? 0 : byteMs(baud);
    for (let from = 0; from < bytes.length; from += LARGEST_PART) {
      const part = bytes.subarray(from, from + LARGEST_PART);
      const startAt = Math.max(at, this.#freeAt);
      for (const piece of this.#disturb({ bytes: part, startAt, byteMs: perByte }))
        this.#parts.push({ ...piece, baud, endAt: piece.startAt + piece.bytes.length * perByte });
      this.#freeAt = startAt + part.length * perByte;
    }
  }

  /** Hands over what has arrived by `now`. */
  deliver(now: number): void {
    for (;;) {
      const part = this.#parts[0];
      if (part === undefined || part.endAt > now) return;
      this.#parts.shift();
      this.#hand(part.bytes, part.baud);
    }
  }

  /** The sender stops at `at`: whole bytes that were out by then arrive, the rest never does. */
  cut(at: number): void {
    this.deliver(at);
    const part = this.#parts[0];
    this.#parts = [];
    this.#freeAt = at;
    if (part === undefined || part.startAt >= at) return;
    const whole = Math.floor((at - part.startAt) / part.byteMs);
    if (whole > 0) this.#hand(part.bytes.subarray(0, whole), part.baud);
  }

  #hand(bytes: Uint8Array, baud: number): void {
    for (const listener of this.#listeners) listener(bytes, baud);
  }
}
