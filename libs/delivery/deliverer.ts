import type { Clock } from "../clock/clock.ts";
import type { JournalHead } from "../journal/chain-rows.ts";
import type { DeliveryLedger } from "../journal/delivery-ledger.ts";
import type { PlacedRecord } from "../journal/delivery-rows.ts";
import { JournalError } from "../journal/journal-error.ts";
import type { DeliveryNews } from "./delivery-news.ts";
import { pauseAfter } from "./pause-after.ts";
import type { HandOver, Receiver } from "./receiver.ts";

/** How often the journal is asked for new records, in ms. */
const LOOK_MS = 250;
/** Of records that go out one after the other the last is marked, this often: each mark waits for the disk. */
const MARK_MS = 1000;
/** Of failures that follow each other the first is noted, then one this often: the journal keeps all for ever. */
const NOTE_MS = 10 * 60_000;

/** What records are delivered with. */
export interface DeliveryParts {
  readonly ledger: DeliveryLedger;
  readonly receiver: Receiver;
  readonly clock: Clock;
  /** 0 to 1, as `Math.random`. */
  readonly chance: () => number;
  /** Between two records that wait: what else the machine does goes first. */
  readonly breathMs: number;
  /** A receiver has this head, and is not given it again. Must not throw. */
  readonly onMarked: (head: JournalHead) => void;
  /** Must not throw. */
  readonly tell: (news: DeliveryNews) => void;
}

/** How one look at the journal went. */
type Step = "delivered" | "nothing-waits" | { readonly retryMs: number };

/**
 * Delivers the records of a journal, oldest first, one at a time: the next goes out when the one
 * before was taken. One that was taken and not yet marked when this process died goes out again.
 */
export class Deliverer {
  readonly #parts: DeliveryParts;
  /** Place of the last record taken; undefined until the journal was asked. */
  #place: number | undefined;
  #origin: JournalHead | null = null;
  #marked = 0;
  #markedAt = Number.NEGATIVE_INFINITY;
  #notedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Goes on until `signal` is aborted, whatever happens. Never rejects. */
  async deliverForEver(signal: AbortSignal): Promise<void> {
    const { clock, breathMs } = this.#parts;
    while (!signal.aborted) {
      const step = await this.#step(signal);
      const pauseMs = typeof step === "object" ? step.retryMs : LOOK_MS;
      await clock.sleep(step === "delivered" ? breathMs : pauseMs, signal).catch(() => undefined);
    }
    this.#markLast();
  }

  /** Delivers what waits, to the end or the first failure. Never rejects. */
  async deliverOnce(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.#step(signal)) === "delivered");
    this.#markLast();
  }

  async #step(signal: AbortSignal): Promise<Step> {
    const { ledger, receiver, tell } = this.#parts;
    let next: PlacedRecord | undefined;
    try {
      next = ledger.recordAfter(this.#resume());
      this.#mark(next === undefined ? "all" : "now and then");
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return this.#fail(null, { problem: error.message.replace(/\.$/, ""), mend: "time" });
    }
    if (next === undefined) {
      this.#failures = 0;
      tell({ kind: "nothing-waits" });
      return "nothing-waits";
    }
    const how = await receiver.hand({ ...next.record, chain: next.origin }, signal);
    if (how.kind === "delivered") return this.#taken(next);
    // Cut off by us: that says nothing of the receiver.
    if (signal.aborted) return { retryMs: 0 };
    return this.#refused(next, how);
  }

  /** The place behind which delivery goes on. */
  #resume(): number {
    if (this.#place !== undefined) return this.#place;
    this.#marked = this.#parts.ledger.deliveredUpTo();
    this.#place = this.#marked;
    return this.#place;
  }

  #taken({ place, record, origin }: PlacedRecord): Step {
    this.#place = place;
    this.#origin = origin;
    this.#failures = 0;
    this.#notedAt = Number.NEGATIVE_INFINITY;
    const { run, lot, serial, verdict } = record;
    this.#parts.tell({ kind: "record-delivered", run, lot, serial, verdict });
    return "delivered";
  }

  #refused({ place, record }: PlacedRecord, how: Extract<HandOver, { kind: "failed" }>): Step {
    const { ledger, receiver, clock } = this.#parts;
    const problem = `${receiver.name} ${how.problem}`;
    try {
      this.#mark("all");
      if (clock.now() - this.#notedAt >= NOTE_MS) {
        const at = clock.date().toISOString();
        ledger.noteFailure({ place, receiver: receiver.name, problem, at });
        this.#notedAt = clock.now();
      }
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      // Told is enough: the journal's own trouble is told where it stops a run.
    }
    return this.#fail(record.run, { ...how, problem });
  }

  #fail(
    run: string | null,
    { problem, mend, waitMs }: Omit<Extract<HandOver, { kind: "failed" }>, "kind">,
  ): Step {
    this.#failures += 1;
    const retryMs = pauseAfter(this.#failures, this.#parts.chance(), waitMs);
    const waiting = this.#countWaiting();
    this.#parts.tell({ kind: "delivery-failed", run, problem, mend, retryMs, waiting });
    return { retryMs };
  }

  #countWaiting(): number | null {
    try {
      return this.#parts.ledger.standing()?.waiting ?? null;
    } catch (error) {
      if (error instanceof JournalError) return null;
      throw error;
    }
  }

  #mark(when: "all" | "now and then"): void {
    const { ledger, receiver, clock, onMarked } = this.#parts;
    const place = this.#place ?? 0;
    if (place === this.#marked) return;
    if (when === "now and then" && clock.now() - this.#markedAt < MARK_MS) return;
    ledger.mark({ place, receiver: receiver.name, at: clock.date().toISOString() });
    this.#marked = place;
    this.#markedAt = clock.now();
    if (this.#origin !== null) onMarked(this.#origin);
  }

  /** What cannot be marked goes out again. */
  #markLast(): void {
    try {
      this.#mark("all");
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
    }
  }
}
