import type { LotAction } from "./lot-action.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";

/** Several changes one after the other, and all they ask for. */
export const inTurn = (
  before: LotPlan,
  ...changes: readonly ((plan: LotPlan) => LotStep)[]
): LotStep => {
  let plan = before;
  const actions: LotAction[] = [];
  for (const change of changes) {
    const step = change(plan);
    plan = step.plan;
    actions.push(...step.actions);
  }
  return { plan, actions };
};
