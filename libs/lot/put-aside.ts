import type { FailureCode } from "../failure/failure.ts";
import { withNest } from "./change-plan.ts";
import { sendAway } from "./hear-nest.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { panelOf } from "./nest-panel.ts";

type RunEnded = Extract<LotInput, { kind: "run-ended" }>;

const HOPE_OF_PORTS: ReadonlyMap<FailureCode | undefined, "hope" | "none"> = new Map([
  ["port-gone", "hope"],
  ["port-hung", "none"],
]);

/** The nest takes no board any more. */
export const takeOut = (plan: LotPlan, fixture: string): LotStep => ({
  plan: { ...withNest(plan, fixture, { kind: "out" }), stationFailed: true },
  actions: [{ kind: "fixture-idle", fixture, reason: "taken-out" }],
});

/**
 * What becomes of a nest that a run has found unfit. One that only lacks its port works again when that
 * is back, if anybody watches for it. One whose port hangs works again when it was unplugged and is
 * back; nobody waits for that.
 */
export const putAside = (
  plan: LotPlan,
  { fixture, failure }: RunEnded,
  unpluggedBefore: number,
): LotStep => {
  const { news } = panelOf(plan, fixture);
  const hope = HOPE_OF_PORTS.get(failure?.code);
  if (hope === undefined || news === null || news.ports === null) return takeOut(plan, fixture);
  const { unplugs } = news.counts;
  if (news.ports === "here" && unplugs > unpluggedBefore) {
    return { plan: withNest(plan, fixture, { kind: "free" }), actions: [] };
  }
  const needed = Math.max(unplugs, unpluggedBefore + 1);
  return sendAway(plan, fixture, { unplugs: needed, hope, reason: "ports-gone" });
};
