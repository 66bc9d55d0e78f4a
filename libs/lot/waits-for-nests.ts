import type { LotPlan } from "./lot-plan.ts";

/** Whether nothing goes on until somebody mends or unlocks a nest: plugs its adapter in, most often. */
export const waitsForNests = ({ nests, locks, stopped, finished }: LotPlan): boolean => {
  const all = [...nests].map(([fixture, { kind }]) =>
    kind === "free" && locks.has(fixture) ? "locked" : kind,
  );
  const isStill = all.every((kind) => kind === "away" || kind === "out" || kind === "locked");
  return isStill && !stopped && !finished && all.some((kind) => kind !== "out");
};
