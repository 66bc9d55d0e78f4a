import type { Journal } from "../journal/journal.ts";
import type { RunRecord } from "../run/run-record.ts";
import { type LotSummary, summariseLot } from "./summarise-lot.ts";
import { type ReportTotals, totalsOf } from "./totals.ts";

/** What the formats were made from so far; `Report` takes its place. */
export interface LotReport {
  /** Oldest first. */
  readonly lots: readonly LotSummary[];
  /** Every ended run of those lots, in order of start. */
  readonly runs: readonly RunRecord[];
  /** Over all lots; a serial in two lots counts in both. */
  readonly totals: ReportTotals;
}

/** Reads these lots from the journal. Throws `JournalError`. */
export const reportOn = (journal: Journal, lots: readonly string[]): LotReport => {
  const stories = lots.map((lot) => {
    // Open runs first: a run that ends in between is then an ended one, not a lost one.
    const open = journal.openRuns({ lot });
    const records = journal.records({ lot });
    const ended = new Set(records.map((record) => record.run));
    const stillOpen = open.filter((start) => !ended.has(start.run));
    return { records, summary: summariseLot(lot, records, journal.lotBinding(lot), stillOpen) };
  });
  const summaries = stories.map((story) => story.summary);
  const runs = stories.flatMap((story) => story.records).toSorted(byStart);
  return {
    lots: summaries,
    runs,
    totals: totalsOf(
      summaries.flatMap((summary) => summary.rows),
      runs,
    ),
  };
};

const byStart = (left: RunRecord, right: RunRecord): number =>
  left.startedAt < right.startedAt ? -1 : Number(left.startedAt > right.startedAt);
