import {
  changeNest,
  type NestLevels,
  type NestNews,
  quietNest,
} from "../../libs/station/nest-news.ts";

/** What the wires of a worker's nests say, for whoever must know. Who reads a wire writes it here. */
export class NestWatch {
  readonly #nests: Map<string, NestNews>;
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
    const now = changeNest(before, levels);
    this.#nests.set(fixture, now);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    for (const listener of [...this.#listeners]) listener(now);
  }

  /** Tells each nest that has changed, until disposed. */
  follow(listener: (news: NestNews) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}
