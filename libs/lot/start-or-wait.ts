import type { Awaited } from "../station/awaited.ts";
import { startRun, withNest } from "./change-plan.ts";
import { isElsewhere } from "./find-fixture.ts";
import { purposeOf } from "./fixture-check.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { awaitedBy, panelOf } from "./nest-panel.ts";
import { triggerOf } from "./trigger-of.ts";

type Waiting = Extract<Nest, { readonly kind: "waiting" }>;

const awaitedNow = (plan: LotPlan, fixture: string, nest: Waiting): Awaited | "nothing" => {
  if (plan.paused) return "resume";
  const hold = plan.holds.get(fixture);
  if (hold !== undefined) return hold;
  if (isElsewhere(plan, nest.serial)) return "elsewhere";
  return awaitedBy(panelOf(plan, fixture), nest, triggerOf(plan, fixture));
};

/** Starts what the nest waits to run, or says what it waits for, once for each change of it. */
export const startOrWait = (plan: LotPlan, fixture: string): LotStep => {
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "waiting") return { plan, actions: [] };
  const { serial } = nest;
  const awaits = awaitedNow(plan, fixture, nest);
  if (awaits === "nothing") {
    return serial === null ? { plan, actions: [] } : startRun(plan, fixture, serial);
  }
  if (awaits === nest.awaits) return { plan, actions: [] };
  const purpose = purposeOf(plan, fixture, serial);
  return {
    plan: withNest(plan, fixture, { ...nest, awaits }),
    actions: [
      {
        ...{ kind: "wait-for-operator", fixture, serial, awaits },
        ...(purpose !== "product" && { purpose }),
      },
    ],
  };
};
