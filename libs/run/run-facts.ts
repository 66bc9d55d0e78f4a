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
  | "purpose"
>;

/**
 * The little of a record that figures are made from; a whole record is one, too. Of a run without an
 * end `verdict` is `open` and `endedAt` null.
 */
export interface RunFacts extends Known {
  readonly verdict: RunRecord["verdict"] | "open";
  /** ISO time. */
  readonly endedAt: string | null;
  /** As it was found; null where it was not read. */
  readonly board: Pick<NonNullable<RunRecord["board"]>, "mac"> | null;
  readonly copiedMac: RunRecord["copiedMac"];
  readonly recorded: RunRecord["recorded"];
  readonly steps: readonly StepTime[];
}

/** By start, as clocks told it; runs of the same moment by their ids. */
export const inOrderOfStart = (left: RunFacts, right: RunFacts): number =>
  compare(left.startedAt, right.startedAt) || compare(left.run, right.run);

/** Of one board: by attempt, which the coordinator counts; the clocks of several hosts need not agree. */
export const inOrderOfRuns = (left: RunFacts, right: RunFacts): number =>
  left.attempt - right.attempt || inOrderOfStart(left, right);

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
