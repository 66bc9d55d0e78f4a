import type { Outcome } from "../failure/verdict.ts";
import type { Purpose } from "../run/purpose.ts";
import type { RunEvent } from "../run/run-event.ts";

/** A run of a fixture that is over. */
export interface PastRun {
  readonly run: string;
  readonly serial: string;
  readonly attempt: number;
  readonly purpose: Purpose;
  readonly outcome: Outcome;
  /** Code of its failure, if it had one. */
  readonly code: string | null;
  readonly durationMs: number;
  /** ISO time. */
  readonly endedAt: string;
}

/** As many as show a nest that fails again and again, and no more than the snapshot of 64 can carry. */
const KEPT = 6;

/** A fixture's runs with one that ended: the newest first, at most 6. */
export const addPastRun = (
  runs: readonly PastRun[],
  event: RunEvent & { readonly kind: "run-ended" },
): readonly PastRun[] => {
  const {
    run,
    serial,
    attempt,
    purpose = "product",
    verdict: outcome,
    failure,
    durationMs,
    at: endedAt,
  } = event;
  const code = failure?.code ?? null;
  const past = { run, serial, attempt, purpose, outcome, code, durationMs, endedAt };
  return [past, ...runs].slice(0, KEPT);
};
