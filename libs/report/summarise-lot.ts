import { explainEnd } from "../failure/pair-words.ts";
import { printable } from "../failure/printable.ts";
import type { BoardRun } from "../figures/board-run.ts";
import { tellTwins } from "../figures/twins-words.ts";
import type { SentRun } from "../journal/sent-rows.ts";
import type { RunFacts } from "../run/run-facts.ts";
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
 * start; `ordered`: its serials, none where they were scanned or only boards that ran are asked for;
 * `away`: which of its runs were sent to stations that have not told how they ended.
 */
export const summariseLot = (
  lot: string,
  runs: readonly BoardRun[],
  ordered: readonly string[],
  away: ReadonlyMap<string, SentRun> = new Map(),
): LotSummary => {
  const runsOf = Map.groupBy(runs, ({ board }) => board.serial);
  const serials = new Set([...ordered, ...runsOf.keys()]);
  const rows = [...serials].map((serial) =>
    awayOr(rowOf(lot, serial, runsOf.get(serial) ?? []), away),
  );
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
  const { facts: last, twins = null } = inOrder.at(-1) ?? {};
  return {
    lot,
    serial,
    verdict: twins === null ? (last?.verdict ?? "not-run") : "doubtful",
    attempts: runs.length,
    fixture: last?.fixture ?? null,
    cause: last?.failure?.code ?? null,
    explanation: twins === null ? explanationOf(last, inOrder) : printable(tellTwins(twins)),
    images: last?.images ?? [],
    operator: last?.operator ?? null,
    station: last?.station ?? null,
    recipe: last?.recipe.name ?? null,
    boardMac: last?.board?.mac ?? null,
    approval: last?.approval ?? null,
    endedAt: last?.endedAt ?? null,
    durationMs: last === undefined ? null : durationOf(last),
    run: last?.run ?? null,
    firstVerdict: firstVerdictOf(inOrder[0]),
  };
};

/** Of a run that was closed later nobody knows when it stopped. */
const durationOf = ({ startedAt, endedAt, recorded }: RunFacts): number | null =>
  endedAt === null || recorded === "start" ? null : Date.parse(endedAt) - Date.parse(startedAt);

/** Of a board that a station has, nothing is known but that. */
const awayOr = (row: SerialRow, away: ReadonlyMap<string, SentRun>): SerialRow => {
  const sent = away.get(row.run ?? "");
  if (sent === undefined) return row;
  const where = `${printable(sent.fixture)} of ${printable(sent.station)}`;
  const explanation = `Sent to ${where} (${sent.at}); that station has not told how it ended. Run the lot again while its worker runs.`;
  return { ...row, verdict: "unknown", explanation, recipe: null };
};

/** What to do about a board's last run: who failed twice is not to be run again, who failed in two fixtures is bad. */
const explanationOf = (last: RunFacts | undefined, runs: readonly BoardRun[]): string | null => {
  if (last === undefined) return null;
  const { verdict, failure, fixture } = last;
  if (failure === null || verdict === "open") return null;
  if (verdict !== "fail") return explainEnd({ outcome: verdict, failure });
  const others = runs.filter(({ facts }) => facts.verdict === "fail" && facts.fixture !== fixture);
  const failedIn = [...new Set(others.map(({ facts }) => facts.fixture))];
  const next = runs.length > 1 ? "none" : "by-hand";
  return explainEnd({ outcome: verdict, failure, next, failedIn });
};

const firstVerdictOf = (first: BoardRun | undefined): SerialRow["firstVerdict"] => {
  if (first === undefined) return "not-run";
  return first.place === 1 ? first.facts.verdict : null;
};
