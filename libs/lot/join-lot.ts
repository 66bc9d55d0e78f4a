import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";

type Found = Extract<LotInput, { readonly kind: "fixture-found" }>;

/** A fixture that comes while the lot runs stands behind the others; one that the lot has is no news. */
export const joinLot = (plan: LotPlan, { fixture, check, lock }: Found): LotStep => {
  if (plan.nests.has(fixture.id)) return { plan, actions: [] };
  const { id } = fixture;
  const nest: Nest = { kind: "absent" };
  return {
    plan: {
      ...plan,
      fixtures: [...plan.fixtures, fixture],
      nests: new Map(plan.nests).set(id, nest),
      checks: check === undefined ? plan.checks : new Map(plan.checks).set(id, check),
      locks: lock === undefined ? plan.locks : new Map(plan.locks).set(id, lock),
    },
    actions: [],
  };
};

/** Those that the lot has are all it will have: what no one of them can take is not run. */
export const endJoining = (plan: LotPlan): LotPlan => ({
  ...plan,
  joining: "closed",
  stationFailed: true,
});
