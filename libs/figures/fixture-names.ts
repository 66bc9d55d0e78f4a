import type { RunFacts } from "../run/run-facts.ts";

/** How to name the fixture of a run: by its id, with its station where the runs are of several. */
export const fixtureNames = (runs: Iterable<RunFacts>): ((facts: RunFacts) => string) => {
  const stations = new Set<string>();
  for (const { station } of runs) stations.add(station);
  return stations.size > 1
    ? ({ station, fixture }) => `${station} ${fixture}`
    : ({ fixture }) => fixture;
};

const collator = new Intl.Collator("en", { numeric: true });

/** Names in order, F2 before F10; two that only look alike stay two. */
export const byName = (left: string, right: string): number =>
  collator.compare(left, right) || (left < right ? -1 : Number(left > right));
