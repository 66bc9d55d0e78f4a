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

/** The factory's system that takes records, one at a time. */
export interface Receiver {
  /** For people, without anything secret, fit to print: `https://mes.example.com`, or a program's name. */
  readonly name: string;
  /** Hands over one record, within the receiver's time limit; cut short by `signal`. Never rejects. */
  hand(record: RunRecord, signal: AbortSignal): Promise<HandOver>;
}
