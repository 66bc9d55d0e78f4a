import type { Outcome } from "../failure/verdict.ts";
import type { Board, BoardRun } from "./board-run.ts";

/** So many of so many. */
export interface Share {
  readonly pass: number;
  readonly of: number;
}

/**
 * Boards and runs in numbers, by the one definition that everything shows (docs/reports.md). Yields
 * are 0 to 1, null while nothing counts.
 */
export interface Yields {
  /** Boards with any run in view; a serial in two lots is two boards. */
  readonly boards: number;
  /** Boards by their last run in view. `open`: it has no end yet. */
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly aborted: number;
  readonly open: number;
  /** Boards whose last run in view passed, and that are twins all the same: none of `pass`. */
  readonly doubtful: number;
  /** Ended runs. */
  readonly runs: number;
  /** The same by how they ended. */
  readonly ended: Readonly<Record<Outcome, number>>;
  /** Boards that passed, of those whose last run passed or failed. */
  readonly yield: number | null;
  /** The same by each board's first run, where that is in view. */
  readonly firstPassYield: number | null;
  readonly firstPass: Share;
  /** Boards that passed at last, of all that any run passed or failed: the rest is not finished. */
  readonly finalYield: number | null;
  readonly final: Share;
}

/** Counts runs as if there were no others. */
export const yieldsOf = (runs: readonly BoardRun[]): Yields => {
  const ended = { pass: 0, fail: 0, error: 0, aborted: 0 };
  const lastRuns = new Map<Board, BoardRun>();
  const judged = new Set<Board>();
  const firstPass = { pass: 0, of: 0 };
  for (const run of runs) {
    const { board, place } = run;
    const { verdict } = run.facts;
    if (verdict !== "open") ended[verdict] += 1;
    if (place > (lastRuns.get(board)?.place ?? 0)) lastRuns.set(board, run);
    if (verdict !== "pass" && verdict !== "fail") continue;
    judged.add(board);
    if (place > 1) continue;
    firstPass.of += 1;
    if (verdict === "pass") firstPass.pass += 1;
  }
  const boards = { pass: 0, fail: 0, error: 0, aborted: 0, open: 0, doubtful: 0 };
  for (const { facts, twins } of lastRuns.values()) {
    boards[twins === null ? facts.verdict : "doubtful"] += 1;
  }
  const final = { pass: boards.pass, of: judged.size };
  return {
    boards: lastRuns.size,
    ...boards,
    runs: ended.pass + ended.fail + ended.error + ended.aborted,
    ended,
    yield: ratio({ pass: boards.pass, of: boards.pass + boards.fail }),
    firstPassYield: ratio(firstPass),
    firstPass,
    finalYield: ratio(final),
    final,
  };
};

const ratio = ({ pass, of }: Share): number | null => (of === 0 ? null : pass / of);
