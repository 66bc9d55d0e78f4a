import { systemClock } from "../../libs/clock/system-clock.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import {
  type CommissionMark,
  commissionMarkPath,
  removeCommissionMark,
  writeCommissionMark,
} from "../../libs/jig/commission-mark.ts";
import type { Jig } from "../../libs/jig/jig.ts";
import { stationName } from "../../libs/jig/read-station.ts";
import { wiringHash } from "../../libs/jig/wiring-hash.ts";
import type { AnswerTimes } from "../../libs/survey/answer-times.ts";
import type { CommissionOrder } from "./commission-order.ts";

/**
 * Stores what was proved beside the jig file; a jig found unfit is proven no more, and of a part nothing
 * can be said of the whole.
 * @returns the mark's path where there is one now.
 * @throws StationError
 */
export const keepMark = async (
  proven: boolean,
  jig: Jig,
  { jigPath, only, program }: CommissionOrder,
  times: readonly AnswerTimes[],
): Promise<string | null> => {
  if (proven && only !== undefined) return null;
  const mark: CommissionMark = {
    schema: 1,
    jig: jig.jig,
    wiring: wiringHash(jig),
    station: await stationName(),
    at: systemClock.date().toISOString(),
    program,
    fixtures: jig.fixtures.map(({ id }) => ({ fixture: id, answers: answersOf(id, times) })),
  };
  try {
    if (!proven) await removeCommissionMark(jigPath);
    else await writeCommissionMark(jigPath, mark);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StationError(`The mark ${commissionMarkPath(jigPath)} cannot be kept: ${reason}.`, {
      cause: error,
    });
  }
  return proven ? commissionMarkPath(jigPath) : null;
};

const answersOf = (fixture: string, times: readonly AnswerTimes[]) => {
  const own = times.find(({ nest }) => nest === fixture);
  if (own === undefined) return null;
  const { least, median, most, switchedMs } = own;
  return { least, median, most, switchedMs };
};
