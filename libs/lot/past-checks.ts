import type { CheckBoards } from "../recipe/shift-check.ts";
import type { CheckPurpose } from "../run/purpose.ts";
import type { RunRecord } from "../run/run-record.ts";
import { showsAsWanted, WHOLE_CHECK } from "./fixture-check.ts";

/** A check board's run, as far as it proves anything. */
export type PastCheck = Pick<RunRecord, "purpose" | "serial" | "startedAt" | "verdict" | "failure">;

/** When a fixture has shown what, in ms since 1970. */
export type ShownTimes = ReadonlyMap<CheckPurpose, number>;

/**
 * What a fixture's check runs, in order of start, have shown by now. A board that did not do what it must
 * takes all with it that was shown before; one that came to no end there only its own.
 */
export const shownBy = (runs: readonly PastCheck[], boards: CheckBoards): ShownTimes => {
  const shown = new Map<CheckPurpose, number>();
  for (const run of runs) {
    const purpose = WHOLE_CHECK.find((one) => one === run.purpose);
    if (purpose === undefined) continue;
    const { verdict: outcome, failure } = run;
    if (outcome === "error" || outcome === "aborted") shown.delete(purpose);
    else if (showsAsWanted({ outcome, failure }, purpose, boards)) {
      shown.set(purpose, Date.parse(run.startedAt));
    } else shown.clear();
  }
  return shown;
};

/** What a fixture has yet to show at `now`, where a proof holds for `everyMs`. Nobody knows how old one of later than now is. */
export const leftToShow = (
  shown: ShownTimes,
  everyMs: number,
  now: number,
): readonly CheckPurpose[] =>
  WHOLE_CHECK.filter((purpose) => {
    const at = shown.get(purpose);
    return at === undefined || at > now || at + everyMs <= now;
  });
