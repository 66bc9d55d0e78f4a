import type { FailureCode } from "../failure/failure.ts";
import type { RunRecord } from "../run/run-record.ts";
import type { BoardStanding, SerialRow } from "./serial-row.ts";

/** How often a cause was met. */
export interface CauseCount {
  readonly code: FailureCode;
  /** Boards whose last run ended so. */
  readonly boards: number;
  /** Runs that ended so. */
  readonly runs: number;
}

/** Figures over boards by their last run. Yields are 0 to 1, null while no board passed or failed. */
export interface ReportTotals {
  readonly boards: number;
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly aborted: number;
  readonly open: number;
  readonly notRun: number;
  /** Ended runs. */
  readonly runs: number;
  /** Passed boards of those that passed or failed. */
  readonly yield: number | null;
  /** The same, by each board's first run alone. */
  readonly firstPassYield: number | null;
  /** Boards whose first run passed, and boards whose first run passed or failed. */
  readonly firstPass: { readonly pass: number; readonly of: number };
  /** Most boards first, then most runs. */
  readonly failures: readonly CauseCount[];
}

/** Counts the rows and the runs behind them. */
export const totalsOf = (
  rows: readonly SerialRow[],
  records: readonly RunRecord[],
): ReportTotals => {
  const count = (standing: BoardStanding): number =>
    rows.filter((row) => row.verdict === standing).length;
  const countFirst = (standing: BoardStanding): number =>
    rows.filter((row) => row.firstVerdict === standing).length;
  const pass = count("pass");
  const fail = count("fail");
  const firstPass = { pass: countFirst("pass"), of: countFirst("pass") + countFirst("fail") };
  return {
    boards: rows.length,
    pass,
    fail,
    error: count("error"),
    aborted: count("aborted"),
    open: count("open"),
    notRun: count("not-run"),
    runs: records.length,
    yield: ratio(pass, pass + fail),
    firstPassYield: ratio(firstPass.pass, firstPass.of),
    firstPass,
    failures: countCauses(rows, records),
  };
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const countCauses = (
  rows: readonly SerialRow[],
  records: readonly RunRecord[],
): readonly CauseCount[] => {
  const boards = countBy(rows, (row) => row.cause);
  const runs = countBy(records, (record) => record.failure?.code ?? null);
  return [...runs]
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
