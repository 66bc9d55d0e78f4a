import type { RunRecord, StepRecord } from "./run-record.ts";

/** How long one step of a run took; a run that goes back has a step more than once. */
export type StepTime = Pick<StepRecord, "step" | "durationMs">;

/** What every run has that started. */
type Known = Pick<
  RunRecord,
  | "run"
  | "lot"
  | "serial"
  | "fixture"
  | "attempt"
  | "startedAt"
  | "station"
  | "operator"
  | "recipe"
  | "approval"
  | "images"
  | "failure"
>;

/**
 * The little of a record that figures are made from; a whole record is one, too. Of a run without an
 * end `verdict` is `open` and `endedAt` null.
 */
export interface RunFacts extends Known {
  /** What the run was for; absent: `product`. Only product counts in figures. */
  readonly purpose?: string;
  readonly verdict: RunRecord["verdict"] | "open";
  /** ISO time. */
  readonly endedAt: string | null;
  readonly steps: readonly StepTime[];
}
