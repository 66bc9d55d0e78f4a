import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import { type Verdict, verdictOf } from "../failure/verdict.ts";

/** How work on a board that threw ended; aborted if it threw the reason of `signal`. */
export const verdictFrom = (error: unknown, signal: AbortSignal): Verdict => {
  // First, because a process that has a bug aborts its runs with that as their failure.
  if (error instanceof StepError) return verdictOf(error.failure);
  if (signal.aborted && error === signal.reason) return { outcome: "aborted" };
  const reason = error instanceof Error ? error.message : String(error);
  return verdictOf({ code: "internal", reason: printable(reason) });
};
