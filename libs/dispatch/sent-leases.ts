import type { JobAnswer } from "./messages.ts";

/** What an answer is: `new`, `again` if it was told before, `foreign` if it is not from who was sent the run. */
export type AnswerStanding = "new" | "again" | "foreign";

/** Answers known again: more than ever come twice, as a server that is back with older data has those of its last second. */
const KEPT_MARKS = 1024;

/**
 * The numbers under which a session's open runs were sent: an answer counts for its run only under the run's
 * own. A run's record counts once, a refusal once per delivery (a refused run may be sent again). Of runs that
 * are over little is kept, however many there were.
 */
export class SentLeases {
  readonly #sent = new Map<string, { readonly worker: string; readonly lease: number }>();
  /** Runs that are recorded, deliveries that refused one; the oldest first. */
  readonly #told = new Set<string>();

  /** How many runs and answers are remembered. */
  get size(): number {
    return this.#sent.size + this.#told.size;
  }

  /**
   * A run is sent; to the same worker again it keeps its first number, to the one that took the fixture over it goes
   * under that one's. Returns its number, 0 if its worker has no such fixture.
   */
  note(run: string, worker: string, lease: number | undefined): number {
    const before = this.#sent.get(run);
    const own = (before?.worker === worker && before.lease) || (lease ?? 0);
    this.#sent.set(run, { worker, lease: own });
    return own;
  }

  /** What to make of an answer that came under the number `lease`; one that is `new` is so only once. */
  judge(answer: JobAnswer, lease: number, delivery: string): AnswerStanding {
    const run = answer.kind === "recorded" ? answer.record.run : answer.run;
    const mark = answer.kind === "recorded" ? run : `delivery ${delivery}`;
    const standing = this.#standingOf(run, lease, mark);
    if (standing === "new") this.#keep(mark);
    // The one that was recorded is over.
    if (standing !== "foreign" && answer.kind === "recorded") this.#sent.delete(run);
    return standing;
  }

  #standingOf(run: string, lease: number, mark: string): AnswerStanding {
    if (this.#told.has(mark)) return "again";
    return this.#sent.get(run)?.lease === lease ? "new" : "foreign";
  }

  #keep(mark: string): void {
    this.#told.add(mark);
    const [oldest] = this.#told;
    if (this.#told.size > KEPT_MARKS && oldest !== undefined) this.#told.delete(oldest);
  }
}
