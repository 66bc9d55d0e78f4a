import { startRun, withNest } from "./change-plan.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { awaitedBy, panelOf } from "./nest-panel.ts";

/** Starts what the nest waits to run, or says what it waits for, once for each change of it. */
export const startOrWait = (plan: LotPlan, fixture: string): LotStep => {
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "waiting") return { plan, actions: [] };
  const awaits = plan.paused ? "resume" : awaitedBy(panelOf(plan, fixture), nest, plan.trigger);
  const { serial } = nest;
  if (awaits === "nothing") {
    return serial === null ? { plan, actions: [] } : startRun(plan, fixture, serial);
  }
  if (awaits === nest.awaits) return { plan, actions: [] };
  return {
    plan: withNest(plan, fixture, { ...nest, awaits }),
    actions: [{ kind: "wait-for-operator", fixture, serial, awaits }],
  };
};
