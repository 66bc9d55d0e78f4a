import type { Outcome } from "../failure/verdict.ts";

/** What becomes of records. */
export type RecordNews =
  | {
      readonly kind: "record-delivered";
      readonly run: string;
      readonly lot: string;
      readonly serial: string;
      readonly verdict: Outcome;
    }
  /** The oldest record was not taken, or the journal not read: the same is tried again. */
  | {
      readonly kind: "delivery-failed";
      /** Null where the journal is to blame. */
      readonly run: string | null;
      /** Who did what, as in `https://mes.example.com answered 500`, without anything secret. */
      readonly problem: string;
      /** Whether time may mend it or a person must. */
      readonly mend: "time" | "person";
      readonly retryMs: number;
      /** Records that wait, this one included; null where the journal does not say. */
      readonly waiting: number | null;
    };

/** What delivery tells while it goes on. */
export type DeliveryNews =
  | RecordNews
  /** All there is was delivered; told again and again while nothing comes. */
  | { readonly kind: "nothing-waits" };
