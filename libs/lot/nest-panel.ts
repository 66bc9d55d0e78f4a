import type { Trigger } from "../jig/jig.ts";
import type { Awaited } from "../station/awaited.ts";
import type { NestNews } from "../station/nest-news.ts";
import type { LotPlan, Nest, NestPanel } from "./lot-plan.ts";

type Waiting = Extract<Nest, { kind: "waiting" }>;

const NOTHING_COUNTED = { unplugs: 0, closings: 0, arrivals: 0, presses: 0 } as const;

const UNHEARD: NestPanel = {
  news: null,
  since: NOTHING_COUNTED,
  heededSince: NOTHING_COUNTED,
  last: null,
};

/** The panel of a nest; one of which nothing was heard has no wires. */
export const panelOf = ({ panels }: LotPlan, fixture: string): NestPanel =>
  panels.get(fixture) ?? UNHEARD;

/** The plan with what is known of one nest changed. */
export const withPanel = (plan: LotPlan, fixture: string, change: Partial<NestPanel>): LotPlan => ({
  ...plan,
  panels: new Map(plan.panels).set(fixture, { ...panelOf(plan, fixture), ...change }),
});

/** Puts down what a worker says. What it counted before it was heard first happened in another lot. */
export const hearPanel = (plan: LotPlan, news: NestNews): LotPlan => {
  const before = panelOf(plan, news.fixture);
  if (before.news !== null) return withPanel(plan, news.fixture, { news });
  return withPanel(plan, news.fixture, { news, since: news.counts, heededSince: news.counts });
};

/** From now on only what happens next counts: a run has ended here. */
export const startAnew = (plan: LotPlan, fixture: string): LotPlan => {
  const { news, since } = panelOf(plan, fixture);
  return heedAnew(withPanel(plan, fixture, { since: news?.counts ?? since }), fixture);
};

/** From now on only what hands do next asks for a board. Whether the last one was swapped is still known. */
export const heedAnew = (plan: LotPlan, fixture: string): LotPlan => {
  const { news, heededSince } = panelOf(plan, fixture);
  return withPanel(plan, fixture, { heededSince: news?.counts ?? heededSince });
};

/** Whether the board of the last run is seen to have left, whatever lies there now. */
export const hasLeft = ({ news, since }: NestPanel): boolean =>
  news !== null &&
  (news.board === "absent" || (news.board !== null && news.counts.arrivals > since.arrivals));

/** Why the nest cannot be used for boards, or undefined: its ports are gone, or a wire it needs cannot be read. */
export const unfitReason = (
  { news }: NestPanel,
  trigger: Trigger,
): "ports-gone" | "input-failed" | undefined => {
  if (news === null) return undefined;
  if (news.ports === "gone") return "ports-gone";
  const needsButton = trigger === "switch" && news.lid === null;
  const isBlind =
    news.lid === "unknown" ||
    news.board === "unknown" ||
    (needsButton && news.button === "unknown");
  return isBlind ? "input-failed" : undefined;
};

/** Whether another board than the last may lie in the nest by now, as far as its wires can tell. */
const isSwapped = ({ news, since, last }: NestPanel, serial: string | null): boolean => {
  if (news === null || last === null || last === serial) return true;
  if (news.board !== null) return news.counts.arrivals > since.arrivals;
  return news.lid === null || news.counts.closings > since.closings;
};

/** What a run of the serial in the nest still lacks, whoever asks for it; undefined when it may begin. */
export const lackOf = (panel: NestPanel, serial: string): Awaited | undefined => {
  const { news } = panel;
  if (news === null) return undefined;
  if (news.board === "absent") return "board";
  if (!isSwapped(panel, serial)) {
    if (news.board !== null) return "swap";
    return news.lid === "open" ? "lid" : "reopen";
  }
  return news.lid === "open" ? "lid" : undefined;
};

/** Whether somebody or something has asked for the run that the nest waits for. */
const isAsked = ({ news, heededSince }: NestPanel, { by }: Waiting, trigger: Trigger): boolean => {
  if (by === "retry") return true;
  switch (trigger) {
    case "auto":
      return true;
    case "switch":
      return news !== null && news.counts.closings > heededSince.closings;
    case "operator":
      // A board that was seen to come is as good as a key.
      return by === "scan" || (news !== null && news.counts.arrivals > heededSince.arrivals);
  }
};

/** What the nest waits for, or "nothing" when its run may begin. */
export const awaitedBy = (
  panel: NestPanel,
  waiting: Waiting,
  trigger: Trigger,
): Awaited | "nothing" => {
  if (waiting.serial === null) return "scan";
  const lack = lackOf(panel, waiting.serial);
  if (lack !== undefined) return lack;
  if (isAsked(panel, waiting, trigger)) return "nothing";
  if (trigger === "operator") return "key";
  return panel.news === null || panel.news.lid === null ? "button" : "reopen";
};

/** Whether the nest has switches that show when a hand is in it. */
export const seesHands = ({ news }: NestPanel): boolean =>
  news !== null && (news.lid !== null || news.board !== null);
