import type { LotPlan, LotStep } from "./lot-plan.ts";
import { clearResult, longestUnseen } from "./nest-result.ts";
import { refuseCommand } from "./refuse.ts";

/** A result that nobody need acknowledge, or that was not asked for yet, is on its tile unless its nest is gone. */
const longestShown = ({ results, nests }: LotPlan): string | undefined =>
  [...results.keys()].find((fixture) => {
    const kind = nests.get(fixture)?.kind;
    return kind !== "away" && kind !== "unserved" && kind !== "out";
  });

/** A person has seen the result of a nest; without a fixture the longest-standing one. */
export const acknowledge = (plan: LotPlan, asked: string | undefined): LotStep => {
  const fixture = asked ?? longestUnseen(plan) ?? longestShown(plan);
  if (fixture !== undefined && !plan.nests.has(fixture)) {
    return refuseCommand(plan, "acknowledge", fixture, "unknown-fixture");
  }
  if (fixture === undefined || !plan.results.has(fixture)) {
    return refuseCommand(plan, "acknowledge", fixture ?? null, "nothing-to-acknowledge");
  }
  return clearResult(plan, fixture, "key");
};
