import type { Baton } from "../../../libs/claims/take-baton.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { awaitDelivery } from "../../../libs/delivery/claim-delivery.ts";
import { Deliverer } from "../../../libs/delivery/deliverer.ts";
import type { DeliveryNews } from "../../../libs/delivery/delivery-news.ts";
import type { Receiver } from "../../../libs/delivery/receiver.ts";
import {
  NO_TROUBLE,
  type TroubleNotice,
  watchTrouble,
} from "../../../libs/delivery/trouble-watch.ts";
import type { DeliveryLedger } from "../../../libs/journal/delivery-ledger.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { noteToldHead } from "../../../libs/journal/told-heads.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import { followOtherDelivery } from "./follow-other-delivery.ts";

/** The journal's lock is the workers' first: nothing here waits for it longer. */
const BUSY_MS = 50;
/** Between two records that have waited since an earlier lot, for the line's sake. */
const BREATH_MS = 20;
/** For the records of the last boards, when the lot has ended and its workers are ending. */
const LAST_MOMENT_MS = 1000;

/** Where a lot's records go, and from which folder. */
export interface DeliveryPlace {
  readonly receiver: Receiver;
  readonly dataDir: string;
  readonly lot: string;
}

/**
 * Delivers the records of a data folder while a lot is run, this lot's and those that waited, unless and
 * until another process does. Whatever happens to it, the lot goes on.
 */
export class LotDelivery implements AsyncDisposable {
  readonly #place: DeliveryPlace;
  readonly #stop = new AbortController();
  readonly #news = new EventTarget();
  readonly #going: Promise<string | undefined>;
  #trouble = NO_TROUBLE;
  #last: DeliveryNews | undefined;
  /** Of before anybody listened. */
  readonly #early: TroubleNotice[] = [];
  #tellNotice = (notice: TroubleNotice): void => void this.#early.push(notice);

  /** Begins at once. */
  constructor(place: DeliveryPlace) {
    this.#place = place;
    this.#going = this.#deliver();
  }

  /** Tells what those who watch the line are to know, until disposed. */
  onNotice(tell: (notice: TroubleNotice) => void): Disposable {
    for (const notice of this.#early.splice(0)) tell(notice);
    this.#tellNotice = tell;
    return {
      [Symbol.dispose]: () => {
        this.#tellNotice = () => undefined;
      },
    };
  }

  /** Waits a moment for the last records to go out, unless it is hopeless. */
  async settle(momentMs = LAST_MOMENT_MS): Promise<void> {
    if (this.#last === undefined || this.#last.kind === "delivery-failed") return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.#last?.kind !== "record-delivered") resolve();
    };
    using _ = systemClock.after(momentMs, resolve);
    this.#news.addEventListener("news", look);
    await promise;
  }

  /** Ends it; returns what is left undelivered, for people, if anything is and this process was to deliver it. */
  async end(): Promise<string | undefined> {
    this.#stop.abort();
    return await this.#going;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  /** Never rejects. */
  async #deliver(): Promise<string | undefined> {
    const { receiver, dataDir } = this.#place;
    try {
      using journal = openJournal(dataDir, { mode: "write", busyMs: BUSY_MS });
      await using _ = await this.#takeTurn(journal.delivery);
      const deliverer = new Deliverer({
        ledger: journal.delivery,
        receiver,
        clock: systemClock,
        chance: Math.random,
        breathMs: BREATH_MS,
        onMarked: (head) => noteToldHead(dataDir, journal, head),
        tell: (news) => {
          this.#last = news;
          this.#hear(news);
          this.#news.dispatchEvent(new Event("news"));
        },
      });
      await deliverer.deliverForEver(this.#stop.signal);
      const waiting = journal.delivery.standing()?.waiting ?? 0;
      return waiting === 0 ? undefined : this.#describeRest(waiting);
    } catch (error) {
      if (this.#stop.signal.aborted) return undefined;
      const reason = error instanceof Error ? error.message : String(error);
      this.#tellNotice({ level: "warning", text: `Records are not delivered: ${reason}` });
      return undefined;
    }
  }

  async #takeTurn(ledger: DeliveryLedger): Promise<Baton> {
    const { dataDir, lot } = this.#place;
    const come = new AbortController();
    const until = AbortSignal.any([come.signal, this.#stop.signal]);
    void followOtherDelivery(ledger, until, (news, forMs) => {
      if (forMs !== null) this.#trouble = { ...this.#trouble, since: systemClock.now() - forMs };
      this.#hear(news);
    });
    try {
      return await awaitDelivery(dataDir, `lot ${lot}`, this.#stop.signal);
    } finally {
      come.abort();
    }
  }

  #describeRest(waiting: number): string {
    const why = this.#last?.kind === "delivery-failed" ? ` (${this.#last.problem})` : "";
    const command = `npx flashline deliver --data ${shellWord(this.#place.dataDir)}`;
    const records = waiting === 1 ? "1 record is" : `${waiting} records are`;
    return `${records} not delivered yet${why}: the next run delivers, or ${command}`;
  }

  #hear(news: DeliveryNews): void {
    const { state, notice } = watchTrouble(this.#trouble, news, systemClock.now());
    this.#trouble = state;
    if (notice !== undefined) this.#tellNotice(notice);
  }
}
