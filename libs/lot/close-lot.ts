import { putBack, withNest } from "./change-plan.ts";
import type { LotAction } from "./lot-action.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";

/**
 * Nothing new starts and the station has failed, but boards at work are let finish: they get what
 * they were begun with. What the operator was to load goes back.
 */
export const closeLot = (before: LotPlan): LotStep => {
  let plan: LotPlan = { ...before, closed: true, stationFailed: true };
  const actions: LotAction[] = [];
  for (const { id: fixture } of before.fixtures.toReversed()) {
    const nest = before.nests.get(fixture);
    if (nest?.kind !== "waiting") continue;
    plan = putBack(withNest(plan, fixture, { kind: "free" }), nest.serial);
    actions.unshift({ kind: "fixture-idle", fixture, reason: "done" });
  }
  return { plan, actions };
};
