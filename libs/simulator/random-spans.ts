import type { Random } from "./random.ts";

/** From `startAt` to before `endAt`, in ms of the board's clock. */
export interface TimeSpan {
  readonly startAt: number;
  readonly endAt: number;
}

/** How long spans stay known once they are over, in ms: longer than any byte waits to be sent. */
const KEPT_MS = 60_000;

/** Moments of trouble, at random: the pauses in between last `everyMs` on average. */
export class RandomSpans {
  readonly #everyMs: number;
  readonly #lengthMs: () => number;
  readonly #random: Random;
  #spans: TimeSpan[] = [];

  constructor(everyMs: number, lengthMs: () => number, random: Random) {
    this.#everyMs = everyMs;
    this.#lengthMs = lengthMs;
    this.#random = random;
    this.#draw(0);
  }

  /** The first span that starts at `at` or later. */
  next(at: number): TimeSpan {
    this.#drawUntil(at);
    return this.#spans.find(({ startAt }) => startAt >= at) ?? this.#last;
  }

  /** All that touch the time from `from` to before `to`, in order. */
  touching(from: number, to: number): readonly TimeSpan[] {
    this.#drawUntil(to);
    return this.#spans.filter(({ startAt, endAt }) => endAt > from && startAt < to);
  }

  /** Pauses have no memory: a long stretch that nobody asked about is not drawn. */
  #drawUntil(at: number): void {
    while (this.#last.startAt < at) this.#draw(Math.max(this.#last.endAt, at - KEPT_MS));
  }

  get #last(): TimeSpan {
    return this.#spans.at(-1) ?? this.#draw(0);
  }

  #draw(after: number): TimeSpan {
    const startAt = after - Math.log(1 - this.#random()) * this.#everyMs;
    const span = { startAt, endAt: startAt + this.#lengthMs() };
    this.#spans = [...this.#spans.filter(({ endAt }) => endAt > startAt - KEPT_MS), span];
    return span;
  }
}
