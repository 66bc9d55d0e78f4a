import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";

/** Keeps how many identities a lot's pools have left, and tells of changes. */
export class PoolWatch {
  readonly #journal: Pick<Journal, "identityPools">;
  readonly #pools: ReadonlySet<string | undefined>;
  readonly #tell: (happening: LineHappening) => void;
  readonly #told = new Map<string, number>();

  constructor(
    journal: Pick<Journal, "identityPools">,
    { recipes }: Pick<PreparedLot, "recipes">,
    tell: (happening: LineHappening) => void,
  ) {
    this.#journal = journal;
    this.#pools = new Set([...recipes.values()].map(({ identity }) => identity?.recipe.pool));
    this.#tell = tell;
  }

  /** Tells of each pool that has another number left than was told last. A journal in trouble tells none. */
  look(): void {
    for (const { pool, free: left } of this.#read()) {
      if (!this.#pools.has(pool) || this.#told.get(pool) === left) continue;
      this.#told.set(pool, left);
      this.#tell({ kind: "identities-left", pool, left });
    }
  }

  #read(): ReturnType<Journal["identityPools"]> {
    if ([...this.#pools].every((pool) => pool === undefined)) return [];
    try {
      return this.#journal.identityPools();
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return [];
    }
  }
}
