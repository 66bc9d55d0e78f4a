import {
  changeNest,
  type NestLevels,
  type NestNews,
  quietNest,
} from "../../libs/station/nest-news.ts";

/** What the wires of a worker's nests say, for whoever must know. Who reads a wire writes it here. */
export class NestWatch {
  readonly #nests: Map<string, NestNews>;
  readonly #tell: (news: NestNews) => void;

  /** `tell` is called with each nest that has changed. */
  constructor(fixtures: readonly string[], tell: (news: NestNews) => void) {
    this.#nests = new Map(fixtures.map((fixture) => [fixture, quietNest(fixture)]));
    this.#tell = tell;
  }

  /** All nests as they are now. */
  all(): readonly NestNews[] {
    return [...this.#nests.values()];
  }

  /** Puts down what a wire says now; the same again is no news. */
  change(fixture: string, levels: Partial<NestLevels>): void {
    const before = this.#nests.get(fixture);
    if (before === undefined) return;
    const now = changeNest(before, levels);
    this.#nests.set(fixture, now);
    if (JSON.stringify(now) !== JSON.stringify(before)) this.#tell(now);
  }
}
