import type { RecordPost } from "../dispatch/record-mail.ts";
import type { HandoverLedger } from "../journal/handover-ledger.ts";
import type { HandoverRecord } from "../journal/handover-rows.ts";

/** Records on their way to one journal at a time: a line that was away for a week must not fill Redis. */
const BATCH = 32;

/** What records are brought with. */
export interface BringerParts {
  readonly ledger: HandoverLedger;
  readonly post: RecordPost;
  /** Id of this journal. */
  readonly journal: string;
  readonly station: string;
  /** Place and hash of a run's end in the journal's chain. */
  readonly placeOf: (run: string) => { readonly place: number; readonly hash: string };
  /** ISO time. */
  readonly now: () => string;
}

/** How it stands with one target: nothing is left, its coordinator is not there, or records are on their way. */
export type Bringing = "nothing-left" | "nobody" | "under-way";

/**
 * Brings a worker's records to the journals they are for. Where to go on is what that journal's
 * coordinator says it has: whatever is lost on the way, or with a journal put back from an older copy, is
 * brought again.
 */
export class RecordBringer {
  readonly #parts: BringerParts;
  /** By target, the last that was sent. */
  readonly #sent = new Map<string, string>();

  constructor(parts: BringerParts) {
    this.#parts = parts;
  }

  /** Brings what waits to every journal that lives, a batch each. Throws `JournalError`; rejects with Redis. */
  async bringAll(): Promise<Bringing> {
    let all: Bringing = "nothing-left";
    for (const target of this.#parts.ledger.targets()) {
      const one = await this.bring(target);
      if (one === "under-way" || all === "nothing-left") all = one;
    }
    return all;
  }

  /** Brings a batch to one journal. */
  async bring(target: string): Promise<Bringing> {
    const { ledger, post, journal, now } = this.#parts;
    const last = this.#sent.get(target);
    if (last !== undefined && (await post.isUnderWay(target, last))) return "under-way";
    const word = await post.hearWord(target, journal);
    if (word.kind === "nobody") return "nobody";
    // A run that is not known here: this journal was put back from an older copy. All of it is brought again.
    const place = word.last === null ? 0 : (ledger.placeOf(target, word.last) ?? 0);
    ledger.mark(target, place, now());
    const records = ledger.recordsAfter(target, place, BATCH);
    if (records.length === 0) return "nothing-left";
    const mark = await post.send(
      target,
      records.map((record) => this.#write(record)),
    );
    if (mark !== null) this.#sent.set(target, mark);
    return "under-way";
  }

  #write({ after, record }: HandoverRecord) {
    const { journal, station, placeOf } = this.#parts;
    return { journal, station, after, run: record.run, record, ...placeOf(record.run) };
  }
}
