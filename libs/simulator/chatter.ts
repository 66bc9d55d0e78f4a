import { type Random, randomBytes } from "./random.ts";
import { RandomSpans } from "./random-spans.ts";
import { byteMs } from "./wire.ts";

/** A TuyaMCU's rate, and its shortest frame (55 AA, version, command, length, checksum). */
export const CHATTER_BAUD = 9600;
const FRAME_BYTES = 7;

/** A second controller on the UART1 lines that talks at random moments. */
export class Chatter {
  readonly spans: RandomSpans;
  readonly #random: Random;
  #saidUntil = 0;

  /** Pauses last `everyMs` on average. */
  constructor(everyMs: number, random: Random) {
    this.#random = random;
    this.spans = new RandomSpans(everyMs, () => FRAME_BYTES * byteMs(CHATTER_BAUD), random);
  }

  /** When it next begins to talk, in ms of the board's clock. */
  get nextDue(): number {
    return this.spans.next(this.#saidUntil).startAt;
  }

  /** It is silent without power, so what was due before `at` is never said. */
  wake(at: number): void {
    this.#saidUntil = Math.max(this.#saidUntil, at);
  }

  /** What it says next; only to be asked once that is due. */
  speak(): { readonly bytes: Uint8Array; readonly at: number } {
    const { startAt, endAt } = this.spans.next(this.#saidUntil);
    this.#saidUntil = endAt;
    return { bytes: randomBytes(FRAME_BYTES, this.#random), at: startAt };
  }
}
