import type { DeliveryNews } from "./delivery-news.ts";

/** A receiver may be away so long before anybody is told: it is restarted now and then. */
const PATIENCE_MS = 3 * 60_000;

/** What those who watch the line know of its records' delivery. Times are ms of any one clock. */
export interface TroubleState {
  /** Since when every try failed. */
  readonly since: number | null;
  /** The worst that was told of this trouble. */
  readonly told: "nothing" | "late" | "refused";
}

/** Nothing is wrong. */
export const NO_TROUBLE: TroubleState = { since: null, told: "nothing" };

/** What is to be told, once. */
export interface TroubleNotice {
  readonly level: "info" | "warning";
  readonly text: string;
}

/**
 * Takes in what delivery tells: people hear of a receiver that refuses records at once, of one that
 * is away when that lasts, and of either when it is over; each once.
 */
export const watchTrouble = (
  state: TroubleState,
  news: DeliveryNews,
  nowMs: number,
): { readonly state: TroubleState; readonly notice?: TroubleNotice } => {
  if (news.kind !== "delivery-failed") return ended(state, nowMs);
  const since = state.since ?? nowMs;
  const isRefused = news.mend === "person" && state.told !== "refused";
  const isLate = state.told === "nothing" && nowMs - since >= PATIENCE_MS;
  if (!isRefused && !isLate) return { state: { ...state, since } };
  const what = isRefused
    ? `Records are not taken: ${news.problem}.`
    : `No record was delivered for ${minutes(nowMs - since)}: ${news.problem}.`;
  const text = `${what} ${waiting(news.waiting)} sent again until taken; boards go on`;
  return {
    state: { since, told: isRefused ? "refused" : "late" },
    notice: { level: "warning", text },
  };
};

const ended = (
  { since, told }: TroubleState,
  nowMs: number,
): { readonly state: TroubleState; readonly notice?: TroubleNotice } => {
  if (since === null || told === "nothing") return { state: NO_TROUBLE };
  const text = `Records are delivered again, after ${minutes(nowMs - since)}`;
  return { state: NO_TROUBLE, notice: { level: "info", text } };
};

const waiting = (records: number | null): string => {
  if (records === null) return "They wait in the journal and are";
  return records === 1
    ? "1 record waits in the journal and is"
    : `${records} records wait in the journal and are`;
};

const minutes = (ms: number): string => {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  return ms < 2 * 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
};
