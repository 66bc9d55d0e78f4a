import type { FailureCode } from "../failure/failure.ts";

/** How much of the trouble one cause makes. */
export interface CauseShare {
  readonly code: FailureCode;
  /** Whether it is the board's (`fail`) or the station's (`error`). */
  readonly verdict: "fail" | "error";
  /** Runs that ended so. */
  readonly runs: number;
  /** Boards that had such a run. */
  readonly boards: number;
  /** Of all runs with a cause, 0 to 1. */
  readonly share: number;
  /** This share and those of all causes before it. */
  readonly cumulative: number;
}
