import type { RunFacts } from "../run/run-facts.ts";

/** A run that counts, with its place among those of its board in its lot. */
export interface BoardRun {
  readonly facts: RunFacts;
  /** 1 for the board's first run, whether or not that one is in view. */
  readonly place: number;
  /** The board's run before this one, in view or not. */
  readonly before: RunFacts | null;
}
