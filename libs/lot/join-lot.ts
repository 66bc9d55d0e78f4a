import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";

type Found = Extract<LotInput, { readonly kind: "fixture-found" }>;

/** A fixture that comes while the lot runs stands behind the others; one that the lot has is no news. */
export const joinLot = (plan: LotPlan, { fixture, check }: Found): LotStep => {
  if (plan.nests.has(fixture.id)) return { plan, actions: [] };
  const nest: Nest = { kind: "absent" };
  return {
    plan: {
      ...plan,
      fixtures: [...plan.fixtures, fixture],
      nests: new Map(plan.nests).set(fixture.id, nest),
      checks: check === undefined ? plan.checks : new Map(plan.checks).set(fixture.id, check),
    },
    actions: [],
  };
};
