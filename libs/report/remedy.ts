import type { Remedy } from "../failure/catalogue-entry.ts";
import type { RunStart } from "../run/run-record.ts";

/** What a person may do after a run that failed: a second attempt of a lot is the last, unbricks are not counted. */
export const remedyOf = ({ attempt, purpose }: Pick<RunStart, "attempt" | "purpose">): Remedy => {
  if (purpose === "unbrick") return "unbrick";
  return attempt > 1 ? "none" : "by-hand";
};
