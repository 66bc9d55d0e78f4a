import type { FailureCode } from "../failure/failure.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { ApprovalRecord, ImageRecord } from "../run/run-record.ts";

/**
 * How a board stands. `doubtful`: its last run passed, and another serial of the lot passed on a board with its MAC;
 * `open`: its last run started and has no end in the journal; `unknown`: that was sent to another station, which has
 * not told of it.
 */
export type BoardStanding = Outcome | "doubtful" | "open" | "unknown" | "not-run";

/** One board of a lot, by its last run in view. What a board without an ended run does not have is null. */
export interface SerialRow {
  readonly lot: string;
  readonly serial: string;
  readonly verdict: BoardStanding;
  /** Runs started, of those in view. */
  readonly attempts: number;
  readonly fixture: string | null;
  readonly cause: FailureCode | null;
  /** What the operator was told. Safe to print. */
  readonly explanation: string | null;
  readonly images: readonly ImageRecord[];
  /** Of its last run. */
  readonly operator: string | null;
  readonly station: string | null;
  /** Name of its last run's recipe. */
  readonly recipe: string | null;
  /** As its last run found it: one that gives the board a MAC is found with the one before. */
  readonly boardMac: string | null;
  /** Of the recipe of its last run. */
  readonly approval: ApprovalRecord | null;
  /** ISO time. */
  readonly endedAt: string | null;
  /** Null also where its last run was cut off: it was closed later. */
  readonly durationMs: number | null;
  readonly run: string | null;
  /** How the board's first run ended: first-pass yield looks at nothing else. Null: it is not in view. */
  readonly firstVerdict: BoardStanding | null;
}
