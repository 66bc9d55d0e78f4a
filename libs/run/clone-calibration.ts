import type { CalibrationSector } from "../flasher/read-calibration.ts";
import { givenMacOf } from "./own-patches.ts";
import type { RunOrder } from "./run-order.ts";

/**
 * Whether a board that becomes a copy keeps its own calibration all the same: the radio trim in it is
 * right for it alone. So where the dump has none with a MAC of its own; and where the board is given
 * its MAC, if the dump's firmware looks for it in the same place.
 */
export const keepsCalibration = (
  { plan: { clone }, own }: Pick<RunOrder, "plan" | "own">,
  calibration: CalibrationSector | undefined,
): calibration is CalibrationSector => {
  if (clone === undefined || calibration?.mac === undefined) return false;
  const isGiven = own !== undefined && givenMacOf(own.fields) !== null;
  return clone.mac === null || (isGiven && clone.calibrationAt === calibration.address);
};

/** What of a copy comes from the dump, for its record; undefined where none is made. */
export const tellClone = (
  order: Pick<RunOrder, "plan" | "own">,
  calibration: CalibrationSector | undefined,
): string | undefined => {
  const { plan, own } = order;
  if (plan.clone === undefined) return undefined;
  const given = own === undefined ? null : givenMacOf(own.fields);
  const put = given === null ? "" : `, with MAC ${given} put into it`;
  if (keepsCalibration(order, calibration)) {
    const kept =
      given === null ? ` (MAC ${calibration.mac}): the dump has none with a MAC of its own` : put;
    return `Clone: key-value data comes from the dump; the board keeps its own calibration${kept}`;
  }
  const brought = given === null ? ` (MAC ${plan.clone.mac ?? "none"})` : put;
  return `Clone: calibration${brought} and key-value data come from the dump; the board's own calibration is kept in the journal`;
};
