import type { RecordedPart, RunRecord, RunStart } from "./run-record.ts";

/** What schemas 2 to 5 added. */
type AddedToStart = "approval" | "purpose";
type Added =
  | AddedToStart
  | "written"
  | "recoveries"
  | "backup"
  | "identity"
  | "recorded"
  | "copiedMac"
  | "unbrick";

/** A run's start as this program or an older one wrote it. */
export type StoredStart = Omit<RunStart, AddedToStart> & Partial<Pick<RunStart, AddedToStart>>;

/** A record as this program or an older one wrote it. */
export type StoredRecord = Omit<RunRecord, Added> & Partial<Pick<RunRecord, Added>>;

/**
 * The start of a run of any schema with every field of today's: before schema 3 nobody approved a
 * recipe, before schema 4 no run proved a fixture, before schema 5 none unbricked a board.
 */
export const completeStart = (stored: StoredStart): RunStart => ({
  ...stored,
  approval: stored.approval ?? null,
  purpose: stored.purpose ?? "product",
});

/**
 * A record of any schema with every field of today's. `schema` stays what it was: in a record of
 * schema 1 nobody counted recoveries, and only what its write steps finished is known as written; before
 * schema 5 no record says which MAC the copies of its dump bear.
 */
export const completeRecord = (stored: StoredRecord): RunRecord => ({
  ...stored,
  ...completeStart(stored),
  written: stored.written ?? bytesOfWriteSteps(stored),
  recoveries: stored.recoveries ?? [],
  backup: stored.backup ?? null,
  identity: stored.identity ?? null,
  recorded: recordedPartOf(stored),
  copiedMac: stored.copiedMac ?? null,
  unbrick: stored.unbrick ?? null,
});

/** How much a record of any schema tells: before schema 5 the failure's code alone said so. */
export const recordedPartOf = ({
  recorded,
  failure,
}: Pick<StoredRecord, "recorded" | "failure">): RecordedPart =>
  recorded ?? (failure?.code === "interrupted" ? "start" : "whole");

const bytesOfWriteSteps = ({ steps }: StoredRecord): number =>
  steps.reduce((sum, { step, bytes }) => sum + (step === "write" ? bytes : 0), 0);
