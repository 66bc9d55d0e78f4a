import {
  changeNest,
  type NestLevels,
  type NestNews,
  quietNest,
} from "../../libs/station/nest-news.ts";

/** What the wires of a worker's nests say, for whoever must know. Who reads a wire writes it here. */
export class NestWatch {
  readonly #nests: Map<string, NestNews>;
  /** Those with a run under way. */
  readonly #busy = new Set<string>();
  readonly #listeners = new Set<(news: NestNews) => void>();

  constructor(fixtures: readonly string[]) {
    this.#nests = new Map(fixtures.map((fixture) => [fixture, quietNest(fixture)]));
  }

  /** All nests as they are now. */
  all(): readonly NestNews[] {
    return [...this.#nests.values()];
  }

  /** One nest as it is now. */
  of(fixture: string): NestNews {
    return this.#nests.get(fixture) ?? quietNest(fixture);
  }

  /** Puts down what a wire says now; the same again is no news. */
  change(fixture: string, levels: Partial<NestLevels>): void {
    const before = this.#nests.get(fixture);
    if (before === undefined) return;
    const now = changeNest(before, levels, this.#busy.has(fixture) ? "busy" : "at-rest");
    this.#nests.set(fixture, now);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    for (const listener of [...this.#listeners]) listener(now);
  }

  /**
   * A run begins in the nest. Until it has ended (disposed) hands ask for nothing: a press told late,
   * after the run's end, would start the next serial on the board of this one.
   */
  beginRun(fixture: string): Disposable {
    this.#busy.add(fixture);
    return { [Symbol.dispose]: () => this.#busy.delete(fixture) };
  }

  /** Tells each nest that has changed, until disposed. */
  follow(listener: (news: NestNews) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}
