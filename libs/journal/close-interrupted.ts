import { NOTHING_DONE } from "../run/nothing-done.ts";
import { recordIdentity } from "../run/record-identity.ts";
import type { RunRecord, RunStart } from "../run/run-record.ts";
import type { RunIdentityState } from "./identity-runs.ts";
import type { Journal } from "./journal.ts";

/** Which open runs to close, and when. */
export interface InterruptedRuns {
  readonly station: string;
  /** Only these: another process of the station may be running its own fixtures. */
  readonly fixtures: readonly string[];
  readonly now: Date;
  /** The file in which a run that was cut off had kept its board's whole flash; undefined where there is none. */
  readonly backupOf?: (start: RunStart) => string | undefined;
}

/**
 * Closes runs that a crash left open as `error`, code `interrupted`, and returns their records. To
 * be called when no other process owns the fixtures, after they were switched off.
 */
export const closeInterrupted = (
  journal: Journal,
  { station, fixtures, now, backupOf }: InterruptedRuns,
): readonly RunRecord[] =>
  journal
    .openRuns({ station, fixtures })
    .map((start) => ({
      ...interruptedRecord(start, journal.identityOfRun(start.run), now),
      notes: [CLOSED, ...backupNotes(backupOf?.(start))],
    }))
    .filter((record) => journal.endRun(record) === "stored");

const interruptedRecord = (
  start: RunStart,
  own: RunIdentityState | undefined,
  now: Date,
): Omit<RunRecord, "notes"> => ({
  ...start,
  endedAt: now.toISOString(),
  recorded: "start",
  verdict: "error",
  failure: { code: "interrupted" },
  ...NOTHING_DONE,
  identity: own === undefined ? null : recordIdentity(own.identity, own),
});

const CLOSED = "Closed at the next start of the station; the fixture was switched off before.";

const backupNotes = (file: string | undefined): readonly string[] =>
  file === undefined ? [] : [`The flash as it was before is kept in ${file}`];
