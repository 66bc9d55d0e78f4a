import type { NestNews } from "../station/nest-news.ts";
import { withNest } from "./change-plan.ts";
import { giveUpWait } from "./give-up-wait.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { hasLeft, hearPanel, panelOf, unfitReason } from "./nest-panel.ts";
import { clearResult, isUnseen } from "./nest-result.ts";
import { startByKey } from "./start-by-hand.ts";
import { triggerOf } from "./trigger-of.ts";

type Away = Extract<Nest, { kind: "away" }>;

/** Gives the nest no board until its wires say that it is fit, and its ports have gone `unplugs` times. */
export const sendAway = (
  plan: LotPlan,
  fixture: string,
  { reason, ...away }: Omit<Away, "kind"> & { readonly reason: "ports-gone" | "input-failed" },
): LotStep => {
  return {
    plan: withNest(giveUpWait(plan, fixture), fixture, { kind: "away", ...away }),
    actions: [{ kind: "fixture-idle", fixture, reason }],
  };
};

/** A board that left takes its result with it, unless a person must see that. */
const clearLeft = (plan: LotPlan, fixture: string): LotStep =>
  hasLeft(panelOf(plan, fixture)) && !isUnseen(plan, fixture)
    ? clearResult(plan, fixture, "removal")
    : { plan, actions: [] };

/**
 * What a nest's wires say. A run under way is not touched: its worker ends it and reports. What
 * else follows is settled after any change.
 */
export const hearNest = (before: LotPlan, news: NestNews): LotStep => {
  const { fixture, counts } = news;
  const nest = before.nests.get(fixture);
  if (nest === undefined) return { plan: before, actions: [] };
  const heard = panelOf(before, fixture).news;
  const left = clearLeft(hearPanel(before, news), fixture);
  const { plan } = left;
  if (nest.kind === "away") {
    const isFit = unfitReason(panelOf(plan, fixture), triggerOf(plan, fixture)) === undefined;
    const isBack = isFit && counts.unplugs >= nest.unplugs;
    const back = isBack ? withNest(plan, fixture, { kind: "free" }) : plan;
    return { plan: back, actions: left.actions };
  }
  const isPressed = heard !== null && counts.presses > heard.counts.presses;
  if (!isPressed || (nest.kind !== "waiting" && nest.kind !== "held")) return left;
  const pressed = startByKey(plan, fixture);
  return { plan: pressed.plan, actions: [...left.actions, ...pressed.actions] };
};
