import type { Verdict } from "../../../libs/failure/verdict.ts";
import type { WiredFixture } from "../../../libs/jig/jig.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { NOTHING_DONE } from "../../../libs/run/nothing-done.ts";
import { NO_LOT } from "../../../libs/run/purpose.ts";
import { RECORD_SCHEMA, type RunRecord, type RunStart } from "../../../libs/run/run-record.ts";
import type { RunTracker } from "../../../libs/run/run-tracker.ts";
import type { PreparedUnbrick } from "./prepare-unbrick.ts";
import type { UnbrickOrder } from "./unbrick-order.ts";

/** Of a fixture's id: a serial has at most 64 characters. */
const FIXTURE_MAX = 36;

/** A board without a label is named after when and where it was unbricked. */
const serialOf = ({ serial, fixture }: UnbrickOrder, now: Date): string => {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, "");
  return serial ?? `unbrick-${time}Z-${fixture.slice(0, FIXTURE_MAX)}`;
};

/** Where an unbrick takes place. */
export interface UnbrickPlace {
  /** Run id (ULID). */
  readonly run: string;
  readonly wired: Pick<WiredFixture, "flashPort">;
  readonly journal: Pick<Journal, "records" | "openRuns">;
}

/** What is known before power moves. Throws `JournalError`. */
export const startOf = (
  order: UnbrickOrder,
  { image, station }: PreparedUnbrick,
  { run, wired, journal }: UnbrickPlace,
): RunStart => {
  const now = new Date();
  const serial = serialOf(order, now);
  const { file, sha256 } = image.facts;
  const before = [...journal.records({ serial }), ...journal.openRuns({ serial })];
  return {
    ...{ run, lot: NO_LOT, serial, fixture: order.fixture, purpose: "unbrick" },
    attempt: 1 + before.filter(({ purpose }) => purpose === "unbrick").length,
    schema: RECORD_SCHEMA,
    startedAt: now.toISOString(),
    station,
    port: wired.flashPort,
    operator: order.operator ?? null,
    recipe: { name: "unbrick", sha256 },
    approval: null,
    images: [{ file, sha256 }],
    program: order.program,
  };
};

/** How an unbrick ended. */
export interface UnbrickEnd {
  readonly verdict: Verdict;
  /** As far as it came. */
  readonly facts: RunRecord["unbrick"];
  /** Bytes that flashrom told it had written; null where it began none. */
  readonly written: number | null;
  readonly tracker: RunTracker;
  readonly at: Date;
}

/** The whole record. */
export const endOf = (
  start: RunStart,
  { verdict, facts, written, tracker, at }: UnbrickEnd,
): RunRecord => ({
  ...start,
  ...NOTHING_DONE,
  endedAt: at.toISOString(),
  recorded: "whole",
  verdict: verdict.outcome,
  failure: "failure" in verdict ? verdict.failure : null,
  steps: tracker.steps,
  recoveries: tracker.recoveries,
  backup: facts?.backup ?? null,
  written: written ?? 0,
  identity: null,
  unbrick: facts,
  notes: tracker.notes,
});
