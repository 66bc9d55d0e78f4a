import type { RoundResult } from "./run-round.ts";

/** What rounds came to. */
export class Tally {
  readonly #blows = new Map<string, number>();
  #rounds = 0;
  #struck = 0;
  #sittings = 0;
  #runs = 0;
  #violated = 0;
  #slowestOffMs = 0;

  get rounds(): number {
    return this.#rounds;
  }

  /** Rounds in which something happened that never must. */
  get violated(): number {
    return this.#violated;
  }

  add({ blows, sittings, runs, slowestOffMs, violations }: RoundResult): void {
    this.#rounds += 1;
    this.#sittings += sittings;
    this.#runs += runs;
    if (blows.some((blow) => !blow.startsWith("nobody"))) this.#struck += 1;
    if (violations.length > 0) this.#violated += 1;
    this.#slowestOffMs = Math.max(this.#slowestOffMs, slowestOffMs);
    for (const blow of blows) this.#blows.set(blow, (this.#blows.get(blow) ?? 0) + 1);
  }

  /** For people: a line per kind of blow, then the sums. */
  describe(): readonly string[] {
    return [
      ...[...this.#blows].sort().map(([blow, count]) => `${blow.padEnd(24)} ${count}`),
      `${this.#rounds} rounds, ${this.#rounds - this.#struck} of them without a blow; ${this.#sittings} sittings, ${this.#runs} runs.`,
      `Longest power after the kill of its owner: ${(this.#slowestOffMs / 1000).toFixed(1)} s.`,
    ];
  }
}
