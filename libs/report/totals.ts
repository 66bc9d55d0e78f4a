import type { FailureCode } from "../failure/failure.ts";
import type { BoardRun } from "../figures/board-run.ts";
import { type Yields, yieldsOf } from "../figures/yields.ts";
import type { SerialRow } from "./serial-row.ts";

/** How often a cause was met. */
export interface CauseCount {
  readonly code: FailureCode;
  /** Boards whose last run ended so. */
  readonly boards: number;
  /** Runs that ended so. */
  readonly runs: number;
}

/** A lot, or a whole report, in numbers. */
export interface ReportTotals extends Yields {
  /** Boards with any run in view, and those that never ran. */
  readonly boards: number;
  /** Ordered, and without a run; 0 where the report is bound to a time or a fixture. */
  readonly notRun: number;
  /** Whose last run was sent to a station that has not told how it ended; none of them is open. */
  readonly unknown: number;
  /** Most boards first, then most runs. */
  readonly failures: readonly CauseCount[];
}

/** Counts the rows and the runs behind them. */
export const totalsOf = (rows: readonly SerialRow[], runs: readonly BoardRun[]): ReportTotals => {
  const yields = yieldsOf(runs);
  const unknown = rows.filter(({ verdict }) => verdict === "unknown").length;
  return { ...yields, ...countsOf(rows, runs), unknown, open: yields.open - unknown };
};

const countsOf = (rows: readonly SerialRow[], runs: readonly BoardRun[]) => ({
  boards: rows.length,
  notRun: rows.filter(({ verdict }) => verdict === "not-run").length,
  failures: countCauses(rows, runs),
});

const countCauses = (
  rows: readonly SerialRow[],
  runs: readonly BoardRun[],
): readonly CauseCount[] => {
  const boards = countBy(rows, ({ cause }) => cause);
  return [...countBy(runs, ({ facts }) => facts.failure?.code ?? null)]
    .map(([code, count]) => ({ code, boards: boards.get(code) ?? 0, runs: count }))
    .sort(
      (left, right) =>
        right.boards - left.boards || right.runs - left.runs || left.code.localeCompare(right.code),
    );
};

const countBy = <T>(
  items: readonly T[],
  codeOf: (item: T) => FailureCode | null,
): ReadonlyMap<FailureCode, number> => {
  const counts = new Map<FailureCode, number>();
  for (const item of items) {
    const code = codeOf(item);
    if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
};
