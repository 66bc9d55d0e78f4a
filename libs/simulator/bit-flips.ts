import type { Random } from "./random.ts";

/** A wire on which a share of the bytes arrives with one bit turned over. */
export class BitFlips {
  readonly #rate: number;
  readonly #random: Random;
  /** Good bytes until the next bad one: drawn once per flip, so clean stretches cost nothing. */
  #good: number;

  constructor(rate: number, random: Random) {
    this.#rate = rate;
    this.#random = random;
    this.#good = this.#gap();
  }

  /** The bytes as they come out at the other end. */
  pass(bytes: Uint8Array): Uint8Array {
    if (this.#good >= bytes.length) {
      this.#good -= bytes.length;
      return bytes;
    }
    const flipped = bytes.slice();
    let at = this.#good;
    while (at < flipped.length) {
      flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(this.#random() * 8));
      at += 1 + this.#gap();
    }
    this.#good = at - flipped.length;
    return flipped;
  }

  #gap(): number {
    if (this.#rate >= 1) return 0;
    return Math.floor(Math.log(1 - this.#random()) / Math.log(1 - this.#rate));
  }
}
