import type { LotPlan } from "../../../libs/lot/lot-plan.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";

/** At the end of a lot, whose runs have no record here, as sentences; `unwritten`: those that were given and not taken. */
export const findUnrecorded = (
  { boards, stopped }: LotPlan,
  unwritten: readonly RunRecord[],
): readonly string[] => {
  const given = unwritten.map(
    ({ serial, fixture, verdict }) =>
      `NOT RECORDED: ${serial} ended in ${fixture} as ${verdict}. Mend the journal, and run the lot again: its station may still bring the record`,
  );
  // Where nobody stopped the lot it counts them as its own fault anyway.
  const silent = [...boards].flatMap(([serial, { lostIn }]) =>
    stopped && lostIn !== null && !unwritten.some((record) => record.serial === serial)
      ? [
          `NOT RECORDED: how ${serial} ended in ${lostIn}. Mend what keeps its station from recording, and run the lot again`,
        ]
      : [],
  );
  return [...given, ...silent.toSorted()];
};
