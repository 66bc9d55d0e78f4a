import type { CaseResult } from "./case-result.ts";

/** How often each outcome came, by what was wrong. */
export interface TallyRow {
  /** A trouble's name, or what stands for none or several. */
  readonly trouble: string;
  readonly boards: number;
  /** Most frequent first. */
  readonly outcomes: readonly (readonly [outcome: string, count: number])[];
}

const NONE = "(nothing)";
const SEVERAL = "(two or three)";

/** Counts the outcomes of a round; cases themselves are not kept. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();
  #boards = 0;
  #violations = 0;

  get boards(): number {
    return this.#boards;
  }

  /** Cases in which something happened that never must. */
  get violations(): number {
    return this.#violations;
  }

  /** One row per trouble that came alone, one for none, one for several at once; by name. */
  get rows(): readonly TallyRow[] {
    return [...this.#counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([trouble, counts]) => ({
        trouble,
        boards: [...counts.values()].reduce((sum, count) => sum + count, 0),
        outcomes: [...counts].sort(([, a], [, b]) => b - a),
      }));
  }

  add({ troubles, outcome, violations }: CaseResult): void {
    const key = troubles.length > 1 ? SEVERAL : (troubles[0] ?? NONE);
    const counts = this.#counts.get(key) ?? new Map<string, number>();
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    this.#counts.set(key, counts);
    this.#boards += 1;
    if (violations.length > 0) this.#violations += 1;
  }
}
