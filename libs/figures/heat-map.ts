import type { FailureCode } from "../failure/failure.ts";

/** Which causes were met in which fixtures: rows and columns of a heat map. */
export interface HeatMap {
  /** By name. */
  readonly fixtures: readonly string[];
  /** Most frequent first. */
  readonly causes: readonly FailureCode[];
  /** `runs[fixture][cause]`: runs that ended so there. */
  readonly runs: readonly (readonly number[])[];
  /** Ended runs per fixture. */
  readonly of: readonly number[];
}
