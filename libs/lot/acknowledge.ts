import type { LotPlan, LotStep } from "./lot-plan.ts";
import { clearResult, longestUnseen } from "./nest-result.ts";
import { refuseCommand } from "./refuse.ts";

/** A person has seen the result of a nest; without a fixture the longest-standing one. */
export const acknowledge = (plan: LotPlan, asked: string | undefined): LotStep => {
  const fixture = asked ?? longestUnseen(plan) ?? [...plan.results.keys()][0];
  if (fixture !== undefined && !plan.nests.has(fixture)) {
    return refuseCommand(plan, "acknowledge", fixture, "unknown-fixture");
  }
  if (fixture === undefined || !plan.results.has(fixture)) {
    return refuseCommand(plan, "acknowledge", fixture ?? null, "nothing-to-acknowledge");
  }
  return clearResult(plan, fixture, "key");
};
