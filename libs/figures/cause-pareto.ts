import type { FailureCode } from "../failure/failure.ts";
import type { Board, BoardRun } from "./board-run.ts";

/** How much of the trouble one cause makes. */
export interface CauseShare {
  readonly code: FailureCode;
  /** Whether it is the board's (`fail`) or the station's (`error`). */
  readonly verdict: "fail" | "error";
  /** Runs that ended so. */
  readonly runs: number;
  /** Boards that had such a run. */
  readonly boards: number;
  /** Boards whose last run in view ended so. */
  readonly lost: number;
  /** Of all runs with a cause, 0 to 1. */
  readonly share: number;
  /** This share and those of all causes before it. */
  readonly cumulative: number;
}

/** Causes by how many runs they cost, most first. */
export const causePareto = (runs: readonly BoardRun[]): readonly CauseShare[] => {
  const causes = new Map<FailureCode, Tally>();
  const lastRuns = new Map<Board, BoardRun>();
  let total = 0;
  for (const run of runs) {
    const { board, place, facts } = run;
    if (place > (lastRuns.get(board)?.place ?? 0)) lastRuns.set(board, run);
    if (facts.failure === null) continue;
    const { code } = facts.failure;
    const verdict = facts.verdict === "error" ? "error" : "fail";
    const tally = causes.get(code) ?? { verdict, runs: 0, boards: new Set(), lost: 0 };
    causes.set(code, tally);
    tally.runs += 1;
    tally.boards.add(board);
    total += 1;
  }
  for (const { facts } of lastRuns.values()) {
    const tally = facts.failure && causes.get(facts.failure.code);
    if (tally) tally.lost += 1;
  }
  let before = 0;
  return [...causes]
    .toSorted(([one, left], [other, right]) => right.runs - left.runs || (one < other ? -1 : 1))
    .map(([code, { verdict, runs: own, boards, lost }]) => {
      before += own;
      const share = own / total;
      const cumulative = before / total;
      return { code, verdict, runs: own, boards: boards.size, lost, share, cumulative };
    });
};

interface Tally {
  readonly verdict: CauseShare["verdict"];
  runs: number;
  readonly boards: Set<Board>;
  lost: number;
}
