import type { NestNews } from "../station/nest-news.ts";
import { putBack, withNest } from "./change-plan.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { hearPanel, panelOf, unfitReason } from "./nest-panel.ts";
import { startByKey } from "./start-by-hand.ts";

type Away = Extract<Nest, { kind: "away" }>;

/** Gives the nest no board until its wires say that it is fit, and its ports have gone `unplugs` times. */
export const sendAway = (
  plan: LotPlan,
  fixture: string,
  { reason, ...away }: Omit<Away, "kind"> & { readonly reason: "ports-gone" | "input-failed" },
): LotStep => {
  const nest = plan.nests.get(fixture);
  const serial = nest?.kind === "waiting" ? nest.serial : null;
  return {
    plan: putBack(withNest(plan, fixture, { kind: "away", ...away }), serial),
    actions: [{ kind: "fixture-idle", fixture, reason }],
  };
};

/**
 * What a nest's wires say. A run under way is not touched: its worker ends it and reports. What
 * else follows is settled after any change.
 */
export const hearNest = (before: LotPlan, news: NestNews): LotStep => {
  const { fixture, counts } = news;
  const nest = before.nests.get(fixture);
  if (nest === undefined) return { plan: before, actions: [] };
  const heard = panelOf(before, fixture).news;
  const plan = hearPanel(before, news);
  if (nest.kind === "away") {
    const isFit = unfitReason(panelOf(plan, fixture), plan.trigger) === undefined;
    const isBack = isFit && counts.unplugs >= nest.unplugs;
    return { plan: isBack ? withNest(plan, fixture, { kind: "free" }) : plan, actions: [] };
  }
  const isPressed = heard !== null && counts.presses > heard.counts.presses;
  if (isPressed && nest.kind === "waiting") return startByKey(plan, fixture);
  return { plan, actions: [] };
};
