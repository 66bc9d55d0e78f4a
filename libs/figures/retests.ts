import type { RunFacts } from "../run/run-facts.ts";

/** Boards that took so many runs. */
export interface BoardsByRuns {
  readonly runs: number;
  readonly boards: number;
  /** Those of them whose last run passed. */
  readonly passed: number;
}

/** How often one outcome was followed by another in the board's next run. */
export interface OutcomePair {
  readonly first: RunFacts["verdict"];
  readonly then: RunFacts["verdict"];
  readonly sameFixture: number;
  readonly otherFixture: number;
}

/** What became of the boards that failed in one fixture and were run again. */
export interface FixtureRetests {
  readonly fixture: string;
  readonly passedHere: number;
  readonly failedHere: number;
  readonly passedElsewhere: number;
  readonly failedElsewhere: number;
}

/** Board or socket? Runs after the first of their board, against the run before them. */
export interface Retests {
  /** Fewest runs first. */
  readonly boards: readonly BoardsByRuns[];
  readonly pairs: readonly OutcomePair[];
  /** By name; fixtures without such a board are left out. */
  readonly fixtures: readonly FixtureRetests[];
  /** Chance that a failed board passes equally often here and elsewhere (Fisher); null without both. */
  readonly p: number | null;
}
