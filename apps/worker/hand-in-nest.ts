import type { NestNews } from "../../libs/station/nest-news.ts";
import type { NestWatch } from "./nest-watch.ts";

/** Somebody reached into a nest whose board was in work: its run is over. The message is for the record. */
export class HandInNest extends Error {
  constructor(message: string) {
    super(message);
    this.name = "HandInNest";
  }
}

const whatHappened = ({ lid, board }: NestNews): string | undefined => {
  if (lid === "open") return "The lid was opened while the board was in work.";
  if (board === "absent") return "The board was taken out while it was in work.";
  return undefined;
};

/** Aborts with `HandInNest` once the nest's lid is open or its board gone. Disposed: not any more. */
export interface HandWatch extends Disposable {
  readonly signal: AbortSignal;
}

/** Watches for hands in a nest, from the next turn of the event loop on: a job is taken first. */
export const watchForHands = (watch: NestWatch, fixture: string): HandWatch => {
  const hand = new AbortController();
  const look = (news: NestNews): void => {
    const happened = news.fixture === fixture ? whatHappened(news) : undefined;
    if (happened !== undefined) hand.abort(new HandInNest(happened));
  };
  const following = watch.follow(look);
  const first = setImmediate(() => look(watch.of(fixture)));
  return {
    signal: hand.signal,
    [Symbol.dispose]: () => {
      clearImmediate(first);
      following[Symbol.dispose]();
    },
  };
};
