import type { NestNews } from "../station/nest-news.ts";
import { putBack, withNest } from "./change-plan.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";

/** Gives the nest no board until its ports are here and have gone `unplugs` times. */
export const sendAway = (
  plan: LotPlan,
  fixture: string,
  unplugs: number,
  hope: Extract<Nest, { kind: "away" }>["hope"],
): LotStep => ({
  plan: withNest(plan, fixture, { kind: "away", unplugs, hope }),
  actions: [{ kind: "fixture-idle", fixture, reason: "ports-gone" }],
});

/** What a nest's wires say. A run under way is not touched: its worker ends it and reports. */
export const hearNest = (before: LotPlan, news: NestNews): LotStep => {
  const { fixture, ports, counts } = news;
  const nest = before.nests.get(fixture);
  if (nest === undefined) return { plan: before, actions: [] };
  const plan = { ...before, news: new Map(before.news).set(fixture, news) };
  switch (nest.kind) {
    case "absent":
    case "running":
    case "out":
      return { plan, actions: [] };
    case "away": {
      const isBack = ports !== "gone" && counts.unplugs >= nest.unplugs;
      return { plan: isBack ? withNest(plan, fixture, { kind: "free" }) : plan, actions: [] };
    }
    case "waiting":
      if (ports !== "gone") return { plan, actions: [] };
      return sendAway(putBack(plan, nest.serial), fixture, counts.unplugs, "hope");
    // What follows for those is settled after any change.
    case "free":
    case "idle":
      return { plan, actions: [] };
  }
};
