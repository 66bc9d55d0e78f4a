import type { RunRecord } from "./run-record.ts";

/** What schema 2 added. */
type Added = "written" | "recoveries" | "backup";

/** A record as this program or an older one wrote it. */
export type StoredRecord = Omit<RunRecord, Added> & Partial<Pick<RunRecord, Added>>;

/**
 * A record of any schema with every field of today's. `schema` stays what it was: in a record of
 * schema 1 nobody counted recoveries, and only what its write steps finished is known as written.
 */
export const completeRecord = (stored: StoredRecord): RunRecord => ({
  ...stored,
  written: stored.written ?? bytesOfWriteSteps(stored),
  recoveries: stored.recoveries ?? [],
  backup: stored.backup ?? null,
});

const bytesOfWriteSteps = ({ steps }: StoredRecord): number =>
  steps.reduce((sum, { step, bytes }) => sum + (step === "write" ? bytes : 0), 0);
