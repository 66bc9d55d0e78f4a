import type { Policy } from "../recipe/policy.ts";

/** What of a policy is a fixture's: by the recipe it works with. */
export type FixturePolicy = Pick<Policy, "otherFixtures" | "lockAfter" | "lockWorse">;

/** What of a policy is the whole line's. */
export type LinePolicy = Pick<Policy, "stopAfter" | "minFirstPassYield">;

/** A fixture that nothing is decided for. */
export const NO_FIXTURE_POLICY: FixturePolicy = {
  otherFixtures: 0,
  lockAfter: 0,
  lockWorse: false,
};

/** A line that nothing stops. */
export const NO_LINE_POLICY: LinePolicy = { stopAfter: 0 };

/** The policy of a line whose fixtures work with several recipes: of each limit the strictest. */
export const linePolicyOf = (policies: readonly Policy[]): LinePolicy => {
  const stops = policies.map(({ stopAfter }) => stopAfter).filter((boards) => boards > 0);
  const floors = policies.flatMap(({ minFirstPassYield: floor }) => (floor ? [floor] : []));
  const [highest] = floors.toSorted((a, b) => b.percent - a.percent || a.after - b.after);
  return {
    stopAfter: stops.length === 0 ? 0 : Math.min(...stops),
    ...(highest !== undefined && { minFirstPassYield: highest }),
  };
};
