import type { LotPlan, Nest } from "./lot-plan.ts";

const kindsOf = ({ nests, locks }: LotPlan): readonly (Nest["kind"] | "locked")[] =>
  [...nests].map(([fixture, { kind }]) =>
    kind === "free" && locks.has(fixture) ? "locked" : kind,
  );

/** Whether nothing goes on until somebody mends or unlocks a nest: plugs its adapter in, most often. */
export const waitsForNests = (plan: LotPlan): boolean => {
  const all = kindsOf(plan);
  const isStill = all.every((kind) => ["away", "unserved", "out", "locked"].includes(kind));
  return isStill && !plan.stopped && !plan.finished && all.some((kind) => kind !== "out");
};

/** Whether nothing goes on unless workers that are gone come back. */
export const waitsForWorkers = (plan: LotPlan): boolean => {
  const all = kindsOf(plan);
  const isStill = !all.some((kind) => ["running", "waiting", "held", "free"].includes(kind));
  return isStill && !plan.finished && all.includes("unserved");
};
