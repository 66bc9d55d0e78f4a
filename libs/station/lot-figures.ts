import type { BoardTally, LotState } from "./lot-state.ts";
import type { LotCounts } from "./station-event.ts";

/** A lot in numbers. */
export interface LotFigures {
  /** Boards by their last run. */
  readonly counts: LotCounts;
  /** Boards that have any run. */
  readonly seen: number;
  /** Runs of this sitting. */
  readonly runs: number;
  /** Boards that passed, of those that passed or failed, 0 to 1; null before the first. */
  readonly yield: number | null;
  /** The same, of first attempts only, those of earlier sittings included. */
  readonly firstPassYield: number | null;
  /** Boards of this sitting that passed, per hour; null before the first. */
  readonly boardsPerHour: number | null;
  readonly elapsedMs: number;
}

const MS_PER_HOUR = 3_600_000;

const share = (pass: number, fail: number): number | null =>
  pass + fail === 0 ? null : pass / (pass + fail);

const countTallies = (tallies: readonly BoardTally[], lot: LotState): LotCounts => {
  const counts = { pass: lot.passedBefore, fail: 0, error: 0, aborted: 0 };
  for (const { last } of tallies) counts[last] += 1;
  const seen = lot.passedBefore + tallies.length;
  return { ...counts, notRun: lot.boards === null ? null : Math.max(0, lot.boards - seen) };
};

/** The numbers of a lot at `now` (ms since 1970). The coordinator's own counts hold once it has ended the lot. */
export const lotFigures = (lot: LotState, now: number): LotFigures => {
  const tallies = Object.values(lot.tallies);
  const counts = lot.ended?.counts ?? countTallies(tallies, lot);
  const elapsedMs = lot.ended?.durationMs ?? Math.max(0, now - Date.parse(lot.startedAt));
  const passed = tallies.filter(({ last }) => last === "pass").length;
  const firsts = tallies.map(({ first }) => first);
  const before = lot.firstRunsBefore;
  return {
    counts,
    seen: counts.pass + counts.fail + counts.error + counts.aborted,
    runs: tallies.reduce((sum, { from, to }) => sum + to - from + 1, 0),
    yield: share(counts.pass, counts.fail),
    firstPassYield: share(
      before.pass + firsts.filter((first) => first === "pass").length,
      before.fail + firsts.filter((first) => first === "fail").length,
    ),
    boardsPerHour: passed === 0 || elapsedMs === 0 ? null : (passed * MS_PER_HOUR) / elapsedMs,
    elapsedMs,
  };
};
