import type { Yields } from "./yields.ts";

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
