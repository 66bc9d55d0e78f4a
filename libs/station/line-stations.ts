import type { FixtureState } from "./fixture-state.ts";

/** A PC that serves fixtures of the line. */
export interface LineStation {
  readonly station: string;
  /** `away`: none of its fixtures is served now. */
  readonly presence: "here" | "away";
}

/** The stations of a line, in the order of their first fixtures; those that were not told are left out. */
export const lineStations = (fixtures: readonly FixtureState[]): readonly LineStation[] => {
  const byStation = Map.groupBy(fixtures, ({ station }) => station);
  return [...byStation].flatMap(([station, its]) => {
    if (station === null) return [];
    const isAway = its.every(({ situation }) => situation === "lost");
    return [{ station, presence: isAway ? "away" : "here" } as const];
  });
};
