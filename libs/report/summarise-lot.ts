import { explainToOperator } from "../failure/explain.ts";
import type { LotBinding } from "../journal/lot-binding.ts";
import type { RunRecord, RunStart } from "../run/run-record.ts";
import type { BoardStanding, SerialRow } from "./serial-row.ts";
import { type ReportTotals, totalsOf } from "./totals.ts";

/** One lot: a row per board, in the order ordered, then as they were scanned. */
export interface LotSummary {
  readonly lot: string;
  readonly rows: readonly SerialRow[];
  readonly totals: ReportTotals;
}

/**
 * What became of every board of one lot. `records` and `open` are the lot's ended and open runs;
 * without a binding only boards that ran are known.
 */
export const summariseLot = (
  lot: string,
  records: readonly RunRecord[],
  binding: LotBinding | undefined,
  open: readonly RunStart[] = [],
): LotSummary => {
  const runsOf = Map.groupBy<string, Run>(
    [...records, ...open].toSorted(inOrderOfRuns),
    (run) => run.serial,
  );
  const started = [...records, ...open].toSorted(inOrderOfStart).map((run) => run.serial);
  const serials = new Set([...(binding?.serials ?? []), ...started]);
  const rows = [...serials].map((serial) => rowOf(lot, serial, runsOf.get(serial) ?? []));
  return { lot, rows, totals: totalsOf(rows, records) };
};

type Run = RunRecord | RunStart;

const rowOf = (lot: string, serial: string, runs: readonly Run[]): SerialRow => {
  const first = runs[0];
  const last = runs.at(-1);
  const ended = last !== undefined && isEnded(last) ? last : undefined;
  return {
    lot,
    serial,
    verdict: standingOf(last),
    attempts: runs.length,
    fixture: last?.fixture ?? null,
    cause: ended?.failure?.code ?? null,
    explanation: ended?.failure ? explainToOperator(ended.failure) : null,
    images: last?.images ?? [],
    approval: last?.approval ?? null,
    endedAt: ended?.endedAt ?? null,
    durationMs: ended ? Date.parse(ended.endedAt) - Date.parse(ended.startedAt) : null,
    run: last?.run ?? null,
    firstVerdict: standingOf(first),
  };
};

const standingOf = (run: Run | undefined): BoardStanding => {
  if (run === undefined) return "not-run";
  return isEnded(run) ? run.verdict : "open";
};

const isEnded = (run: Run): run is RunRecord => "verdict" in run;

/** By attempt, which the coordinator counts: the clocks of several hosts need not agree. */
const inOrderOfRuns = (left: Run, right: Run): number =>
  left.attempt - right.attempt || inOrderOfStart(left, right);

const inOrderOfStart = (left: Run, right: Run): number =>
  compare(left.startedAt, right.startedAt) || compare(left.run, right.run);

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
