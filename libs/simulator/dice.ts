import { type Random, seededRandom } from "./random.ts";

/** Draws of one case: the same ones for the same seed and case number. */
export class Dice {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Whether something of this likelihood (0 to 1) happens. */
  chance(likelihood: number): boolean {
    return this.#random() < likelihood;
  }

  /** One of several, all as likely. @throws RangeError if there are none */
  pick<T>(choices: readonly T[]): T {
    const [first] = choices;
    const picked = choices[Math.floor(this.#random() * choices.length)] ?? first;
    if (picked === undefined) throw new RangeError("Nothing to pick from");
    return picked;
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1));
  }

  /** A number from `least` to `most`, small ones as likely as large ones by their order of size. */
  size(least: number, most: number): number {
    return least * (most / least) ** this.#random();
  }
}

/** The dice of case `number` of a round. */
export const diceOf = (seed: number, number: number): Dice =>
  new Dice(seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)));
