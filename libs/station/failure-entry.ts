import { explainEnd } from "../failure/pair-words.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { RunEvent } from "../run/run-event.ts";

/** A run that ended with a failure, with what to do about it. */
export interface FailureEntry {
  readonly at: string;
  readonly run: string;
  readonly fixture: string;
  readonly serial: string;
  readonly outcome: Outcome;
  readonly code: string;
  /** One or two sentences for the operator. */
  readonly sentence: string;
}

/** As many as a screen can show. */
const KEPT = 20;

/** The failures with that of a run's end, if it has one: the newest first, each once, at most 20. */
export const addFailure = (
  failures: readonly FailureEntry[],
  {
    at,
    run,
    fixture,
    serial,
    verdict,
    failure,
    next,
    failedIn,
  }: RunEvent & { readonly kind: "run-ended" },
): readonly FailureEntry[] => {
  if (failure === null || failures.some((entry) => entry.run === run)) return failures;
  const sentence = explainEnd({ outcome: verdict, failure, next, failedIn }) ?? "";
  const entry = { at, run, fixture, serial, outcome: verdict, code: failure.code, sentence };
  return [entry, ...failures].slice(0, KEPT);
};
