import type { LotState } from "./lot-state.ts";
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

const countBoards = (lot: LotState): LotCounts => {
  const tallies = Object.values(lot.tallies);
  const before = lot.passedBefore + lot.settled.passed;
  const counts = { pass: before, fail: 0, error: 0, aborted: 0 };
  for (const { last } of tallies) counts[last] += 1;
  const seen = before + tallies.length;
  return { ...counts, notRun: lot.boards === null ? null : Math.max(0, lot.boards - seen) };
};

/** The numbers of a lot at `now` (ms since 1970). The coordinator's own counts hold once it has ended the lot. */
export const lotFigures = (lot: LotState, now: number): LotFigures => {
  const tallies = Object.values(lot.tallies);
  const counts = lot.ended?.counts ?? countBoards(lot);
  const elapsedMs = lot.ended?.durationMs ?? Math.max(0, now - Date.parse(lot.startedAt));
  const { settled, firstRunsBefore: before } = lot;
  const passed = settled.passed + tallies.filter(({ last }) => last === "pass").length;
  const firstRuns = (outcome: "pass" | "fail"): number =>
    before[outcome] + tallies.filter(({ first }) => first === outcome).length;
  return {
    counts,
    seen: counts.pass + (counts.doubtful ?? 0) + counts.fail + counts.error + counts.aborted,
    runs: tallies.reduce((sum, { from, to }) => sum + to - from + 1, settled.passed),
    yield: share(counts.pass, counts.fail),
    firstPassYield: share(settled.passedFirst + firstRuns("pass"), firstRuns("fail")),
    boardsPerHour: passed === 0 || elapsedMs === 0 ? null : (passed * MS_PER_HOUR) / elapsedMs,
    elapsedMs,
  };
};
