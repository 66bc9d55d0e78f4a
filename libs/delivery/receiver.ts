import type { JournalHead } from "../journal/chain-rows.ts";
import type { RunRecord } from "../run/run-record.ts";

/**
 * How handing over a record went. `problem` says what the receiver did, as in "answered 500", without
 * anything secret, fit to print. `mend`: whether time may mend it or a person must.
 */
export type HandOver =
  | { readonly kind: "delivered" }
  | {
      readonly kind: "failed";
      readonly problem: string;
      readonly mend: "time" | "person";
      /** How long the receiver asks to be left alone, at least. */
      readonly waitMs?: number;
    };

/** A record as it goes out, with its place in the chain of the journal that it comes from. */
export interface SentRecord extends RunRecord {
  /** Null where somebody broke that chain. */
  readonly chain: JournalHead | null;
}

/** The factory's system that takes records, one at a time. */
export interface Receiver {
  /** For people, without anything secret, fit to print: `https://mes.example.com`, or a program's name. */
  readonly name: string;
  /** Hands over one record, within the receiver's time limit; cut short by `signal`. Never rejects. */
  hand(record: SentRecord, signal: AbortSignal): Promise<HandOver>;
}
