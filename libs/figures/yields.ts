import type { RunFacts } from "../run/run-facts.ts";

/** So many of so many. */
export interface Share {
  readonly pass: number;
  readonly of: number;
}

/**
 * Boards and runs in numbers, by the one definition that everything shows (docs/reports.md). Yields
 * are 0 to 1, null while nothing counts.
 */
export interface Yields {
  /** Boards with any run in view; a serial in two lots is two boards. */
  readonly boards: number;
  /** Boards by their last run in view. `open`: it has no end yet. */
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly aborted: number;
  readonly open: number;
  /** Ended runs. */
  readonly runs: number;
  /** The same by how they ended. */
  readonly ended: Readonly<Record<Exclude<RunFacts["verdict"], "open">, number>>;
  /** Boards that passed, of those whose last run passed or failed. */
  readonly yield: number | null;
  /** The same by each board's first run, where that is in view. */
  readonly firstPassYield: number | null;
  readonly firstPass: Share;
  /** Boards that passed at last, of all that any run passed or failed: the rest is not finished. */
  readonly finalYield: number | null;
  readonly final: Share;
}
