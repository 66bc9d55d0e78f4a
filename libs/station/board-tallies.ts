import type { Outcome } from "../failure/verdict.ts";
import type { RunEvent } from "../run/run-event.ts";

/** What the runs of one board came to. */
export interface BoardTally {
  /** Of attempt 1; null if that was not seen. */
  readonly first: Outcome | null;
  /** Of the highest attempt. */
  readonly last: Outcome;
  /** Lowest and highest attempt seen. */
  readonly from: number;
  readonly to: number;
}

/** Boards that passed in the one run they had, and are only counted: none of them is run again. */
export interface SettledBoards {
  readonly passed: number;
  /** Of them, those whose run was attempt 1. */
  readonly passedFirst: number;
}

/** The boards of a lot as their runs were told. As small in a long lot as its troubles are few. */
export interface BoardTallies {
  /** By serial: boards that had several runs or have not passed, and the newest that have. */
  readonly tallies: Readonly<Record<string, BoardTally>>;
  /** Serials of the newest that passed, the oldest first. */
  readonly passedLately: readonly string[];
  readonly settled: SettledBoards;
}

/** A lot of which no run was told. */
export const NO_TALLIES: BoardTallies = {
  tallies: {},
  passedLately: [],
  settled: { passed: 0, passedFirst: 0 },
};

/** Passed boards that are known by name: an end that is told twice is so within seconds, of far fewer boards. */
const KEPT = 256;

/** The tallies with a run's end. The same end told twice, or an older one told late, counts once and in its place. */
export const addRun = (
  all: BoardTallies,
  { serial, attempt, verdict }: RunEvent & { readonly kind: "run-ended" },
): BoardTallies => {
  // A serial may be any text, also the name of something every object has.
  const known = Object.hasOwn(all.tallies, serial) ? all.tallies[serial] : undefined;
  const tally: BoardTally = {
    first: attempt === 1 ? verdict : (known?.first ?? null),
    last: known !== undefined && known.to > attempt ? known.last : verdict,
    from: Math.min(known?.from ?? attempt, attempt),
    to: Math.max(known?.to ?? attempt, attempt),
  };
  const tallies = { ...all.tallies, [serial]: tally };
  const isNews = tally.last === "pass" && !all.passedLately.includes(serial);
  const passedLately = isNews ? [...all.passedLately, serial] : all.passedLately;
  return settleOldest({ ...all, tallies, passedLately });
};

const settleOldest = (all: BoardTallies): BoardTallies => {
  const [serial, ...passedLately] = all.passedLately;
  if (serial === undefined || all.passedLately.length <= KEPT) return all;
  const { [serial]: tally, ...tallies } = all.tallies;
  // Of one that had other runs people may ask.
  if (tally?.last !== "pass" || tally.from !== tally.to) return { ...all, passedLately };
  const { passed, passedFirst } = all.settled;
  const settled = {
    passed: passed + 1,
    passedFirst: passedFirst + (tally.first === "pass" ? 1 : 0),
  };
  return { tallies, passedLately, settled };
};
