/**
 * What a line gives out a run for: to make a `product`; or to prove a fixture, by a `golden` board that must
 * pass or a `must-fail` board that must not. Only products count.
 */
export const PURPOSES = ["product", "golden", "must-fail"] as const;

/** One of `PURPOSES`. */
export type Purpose = (typeof PURPOSES)[number];

/** The purpose of a run that proves a fixture. */
export type CheckPurpose = Exclude<Purpose, "product">;

/** What a run in the journal was for: also to `unbrick` a board, beside every lot and line. */
export const RECORD_PURPOSES = [...PURPOSES, "unbrick"] as const;

/** One of `RECORD_PURPOSES`. */
export type RecordPurpose = (typeof RECORD_PURPOSES)[number];

/** Stands in place of the lot where a run belongs to none; no lot can be called so. */
export const NO_LOT = "(unbrick)";

/** Whether a run makes a product; where no purpose is told it does. */
export const isProduct = ({ purpose }: { readonly purpose?: RecordPurpose | undefined }): boolean =>
  purpose === undefined || purpose === "product";

/** Whether a run proves a fixture. */
export const isCheck = (purpose: RecordPurpose): purpose is CheckPurpose =>
  purpose === "golden" || purpose === "must-fail";
