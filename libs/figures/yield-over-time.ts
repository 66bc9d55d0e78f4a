import type { BoardRun } from "./board-run.ts";
import type { FigureGround } from "./figure-ground.ts";
import { wallWords } from "./wall-clock.ts";
import { type Yields, yieldsOf } from "./yields.ts";

/** The runs that started in one hour, day or week. */
export interface TimePoint extends Yields {
  /** When it began, by the clock on the wall: `2026-03-01 14:00`. Weeks begin on Mondays. */
  readonly from: string;
}

/** Yields one after another; times in which nothing started are left out. */
export interface YieldOverTime {
  readonly every: "hour" | "day" | "week";
  /** Oldest first. */
  readonly points: readonly TimePoint[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LENGTH_MS = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS } as const;
/** 1970-01-05, the first Monday of the count. */
const MONDAY_MS = 4 * DAY_MS;

/** Counts the runs of each hour, day or week, whichever makes some dozens of points. */
export const yieldOverTime = (
  runs: readonly BoardRun[],
  { wallClock }: Pick<FigureGround, "wallClock">,
): YieldOverTime => {
  const timed = runs
    .map((run) => ({ run, wallMs: wallClock(run.facts.startedAt) }))
    .filter(({ wallMs }) => !Number.isNaN(wallMs));
  const first = timed.reduce(
    (least, { wallMs }) => Math.min(least, wallMs),
    Number.POSITIVE_INFINITY,
  );
  const last = timed.reduce((most, { wallMs }) => Math.max(most, wallMs), Number.NEGATIVE_INFINITY);
  const every = chooseLength(last - first);
  const length = LENGTH_MS[every];
  const shift = every === "week" ? MONDAY_MS : 0;
  const groups = Map.groupBy(
    timed,
    ({ wallMs }) => Math.floor((wallMs - shift) / length) * length + shift,
  );
  const points = [...groups]
    .toSorted(([left], [right]) => left - right)
    .map(([from, own]) => ({ from: wallWords(from), ...yieldsOf(own.map(({ run }) => run)) }));
  return { every, points };
};

const chooseLength = (spanMs: number): YieldOverTime["every"] => {
  if (spanMs <= 2 * DAY_MS) return "hour";
  return spanMs <= 92 * DAY_MS ? "day" : "week";
};
