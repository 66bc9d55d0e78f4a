import { withNest } from "./change-plan.ts";
import { fixturesThat } from "./find-fixture.ts";
import type { LotPlan } from "./lot-plan.ts";

/** The serial is nowhere any more but where it runs: not in the queue, and no nest waits for it. */
export const takeBoard = (plan: LotPlan, serial: string): LotPlan => {
  const taken: LotPlan = { ...plan, queue: plan.queue.filter((queued) => queued !== serial) };
  return fixturesThat(plan, (nest) => nest.kind === "waiting" && nest.serial === serial).reduce(
    (freed, fixture) => withNest(freed, fixture, { kind: "free" }),
    taken,
  );
};
