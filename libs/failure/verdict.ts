import { type Failure, isStationFailure } from "./failure.ts";

/** How a run ended. `fail` is the board's, `error` the station's, `aborted` the operator's. */
export type Verdict =
  | { readonly outcome: "pass" }
  | { readonly outcome: "fail"; readonly failure: Failure }
  | { readonly outcome: "error"; readonly failure: Failure }
  | { readonly outcome: "aborted" };

/** The four words a run can end with. */
export type Outcome = Verdict["outcome"];

/** The verdict a failure leads to: `error` for the station's, `fail` for the board's. */
export const verdictOf = (failure: Failure): Verdict => ({
  outcome: isStationFailure(failure) ? "error" : "fail",
  failure,
});
