import type { RunFacts } from "../run/run-facts.ts";

/** What figures need beside the runs. */
export interface FigureGround {
  /** What the wall clock of the place shows at an ISO time, as `wallClock` makes it. */
  wallClock(iso: string): number;
  /** When shifts begin, ms after midnight; at least one. */
  readonly shiftStarts: readonly number[];
  /** The name of a run's fixture. */
  fixtureName(facts: RunFacts): string;
}
