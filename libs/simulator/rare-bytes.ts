import type { Random } from "./random.ts";

/** Picks a share of the bytes that pass, at random. */
export class RareBytes {
  readonly #share: number;
  readonly #random: Random;
  /** Bytes until the next pick: drawn once per pick, so clean stretches cost nothing. */
  #rest: number;

  /** `share` of all bytes, above 0 and up to 1. */
  constructor(share: number, random: Random) {
    this.#share = share;
    this.#random = random;
    this.#rest = this.#gap();
  }

  /** Which of the next `count` bytes are picked: their positions, lowest first. */
  pick(count: number): readonly number[] {
    const picked: number[] = [];
    while (this.#rest < count) {
      picked.push(this.#rest);
      this.#rest += 1 + this.#gap();
    }
    this.#rest -= count;
    return picked;
  }

  #gap(): number {
    if (this.#share >= 1) return 0;
    return Math.floor(Math.log(1 - this.#random()) / Math.log(1 - this.#share));
  }
}
