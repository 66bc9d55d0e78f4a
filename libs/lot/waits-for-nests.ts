import type { LotPlan, Nest } from "./lot-plan.ts";

const kindsOf = ({ nests, locks }: LotPlan): readonly (Nest["kind"] | "locked")[] =>
  [...nests].map(([fixture, { kind }]) =>
    kind === "free" && locks.has(fixture) ? "locked" : kind,
  );

/** Whether nothing goes on until somebody mends or unlocks a nest: plugs its adapter in, most often. */
export const waitsForNests = (plan: LotPlan): boolean => {
  const all = kindsOf(plan);
  const isStill = all.every((kind) => ["away", "unserved", "out", "locked"].includes(kind));
  const isHope = all.some((kind) => kind !== "out" || plan.joining === "open");
  return isStill && !plan.stopped && !plan.finished && isHope;
};

/** Whether nothing goes on unless workers that are gone come back, or new ones come. */
export const waitsForWorkers = (plan: LotPlan): boolean => {
  const all = kindsOf(plan);
  const isStill = !all.some((kind) => ["running", "waiting", "held", "free"].includes(kind));
  return isStill && !plan.finished && (plan.joining === "open" || all.includes("unserved"));
};

/** Whether the lot has no fixture that ever was there, and waits for the first one. */
export const waitsForFirst = ({ joining, nests, finished, stopped }: LotPlan): boolean =>
  joining === "open" && nests.size === 0 && !finished && !stopped;
