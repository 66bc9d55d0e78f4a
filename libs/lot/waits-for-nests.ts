import type { LotPlan } from "./lot-plan.ts";

/** Whether nothing goes on until somebody mends a nest: plugs its adapter in, most often. */
export const waitsForNests = ({ nests, stopped, finished }: LotPlan): boolean => {
  const all = [...nests.values()];
  const isStill = all.every(({ kind }) => kind === "away" || kind === "out");
  return isStill && !stopped && !finished && all.some(({ kind }) => kind === "away");
};
