import { explainToOperator } from "../failure/explain.ts";
import type { BoardRun } from "../figures/board-run.ts";
import type { SerialRow } from "./serial-row.ts";
import { type ReportTotals, totalsOf } from "./totals.ts";

/** One lot: a row per board, in the order ordered, then as they were scanned. */
export interface LotSummary {
  readonly lot: string;
  readonly rows: readonly SerialRow[];
  readonly totals: ReportTotals;
  /** Where it was run, by name. */
  readonly stations: readonly string[];
  /** When its first run in view started, ISO time; null without one. */
  readonly startedAt: string | null;
}

/**
 * What became of every board of one lot. `runs`: those of the lot that are in view, in order of
 * start; `ordered`: its serials, none where they were scanned or only boards that ran are asked for.
 */
export const summariseLot = (
  lot: string,
  runs: readonly BoardRun[],
  ordered: readonly string[],
): LotSummary => {
  const runsOf = Map.groupBy(runs, ({ board }) => board.serial);
  const serials = new Set([...ordered, ...runsOf.keys()]);
  const rows = [...serials].map((serial) => rowOf(lot, serial, runsOf.get(serial) ?? []));
  return {
    lot,
    rows,
    totals: totalsOf(rows, runs),
    stations: [...new Set(runs.map(({ facts }) => facts.station))].toSorted(),
    startedAt: runs[0]?.facts.startedAt ?? null,
  };
};

const rowOf = (lot: string, serial: string, runs: readonly BoardRun[]): SerialRow => {
  const inOrder = runs.toSorted((left, right) => left.place - right.place);
  const last = inOrder.at(-1)?.facts;
  return {
    lot,
    serial,
    verdict: last?.verdict ?? "not-run",
    attempts: runs.length,
    fixture: last?.fixture ?? null,
    cause: last?.failure?.code ?? null,
    explanation: last?.failure ? explainToOperator(last.failure) : null,
    images: last?.images ?? [],
    operator: last?.operator ?? null,
    station: last?.station ?? null,
    recipe: last?.recipe.name ?? null,
    boardMac: last?.board?.mac ?? null,
    approval: last?.approval ?? null,
    endedAt: last?.endedAt ?? null,
    durationMs: last?.endedAt ? Date.parse(last.endedAt) - Date.parse(last.startedAt) : null,
    run: last?.run ?? null,
    firstVerdict: firstVerdictOf(inOrder[0]),
  };
};

const firstVerdictOf = (first: BoardRun | undefined): SerialRow["firstVerdict"] => {
  if (first === undefined) return "not-run";
  return first.place === 1 ? first.facts.verdict : null;
};
