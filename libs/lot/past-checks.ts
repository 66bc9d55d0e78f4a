import type { CheckBoards } from "../recipe/shift-check.ts";
import type { CheckPurpose } from "../run/purpose.ts";
import type { RunRecord } from "../run/run-record.ts";
import { showsAsWanted, WHOLE_CHECK } from "./fixture-check.ts";

/** A check board's run, as far as it proves anything. */
export type PastCheck = Pick<RunRecord, "purpose" | "serial" | "startedAt" | "verdict" | "failure">;

/** When a fixture has shown what, in ms since 1970. */
export type ShownTimes = ReadonlyMap<CheckPurpose, number>;

/** What a fixture's check runs, in order of start, have shown by now: of each kind its last run decides. */
export const shownBy = (runs: readonly PastCheck[], boards: CheckBoards): ShownTimes => {
  const shown = new Map<CheckPurpose, number>();
  for (const run of runs) {
    const purpose = WHOLE_CHECK.find((one) => one === run.purpose);
    if (purpose === undefined) continue;
    shown.delete(purpose);
    const ended = { outcome: run.verdict, failure: run.failure };
    if (showsAsWanted(ended, purpose, boards)) shown.set(purpose, Date.parse(run.startedAt));
  }
  return shown;
};

/** What a fixture has yet to show at `now`, where a proof holds for `everyMs`. */
export const leftToShow = (
  shown: ShownTimes,
  everyMs: number,
  now: number,
): readonly CheckPurpose[] =>
  WHOLE_CHECK.filter((purpose) => {
    const at = shown.get(purpose);
    return at === undefined || at + everyMs <= now;
  });
