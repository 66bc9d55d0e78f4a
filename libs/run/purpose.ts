/**
 * What a run is for: to make a `product`; or to prove a fixture, by a `golden` board that must pass or a
 * `must-fail` board that must not. Only products count.
 */
export const PURPOSES = ["product", "golden", "must-fail"] as const;

/** One of `PURPOSES`. */
export type Purpose = (typeof PURPOSES)[number];

/** The purpose of a run that proves a fixture. */
export type CheckPurpose = Exclude<Purpose, "product">;

/** Whether a run makes a product; where no purpose is told it does. */
export const isProduct = ({ purpose }: { readonly purpose?: Purpose | undefined }): boolean =>
  purpose === undefined || purpose === "product";
