import { isOwnMac } from "../bytes/mac.ts";
import { covers, SECTOR_BYTES } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { findMac } from "../firmware/calibration.ts";
import { rangesOf } from "../firmware/flash-plan.ts";
import type { CalibrationSector } from "../flasher/read-calibration.ts";
import type { EarlierRewrite } from "./board-journal.ts";
import { givenMacOf } from "./own-patches.ts";
import type { Calibrations } from "./plan-own-sectors.ts";
import { isProduct } from "./purpose.ts";
import type { RunOrder, RunSurroundings } from "./run-order.ts";

/**
 * One physical board has one serial and one MAC: refuses a board that is another serial's, or has
 * none of what the recipe counts on.
 * @throws StepError `already-passed`, `mac-at-work`, `identity-missing`, `-taken`, `-conflict`, `-lost`.
 */
export const expectIdentity = (
  order: RunOrder,
  surroundings: RunSurroundings,
  calibrations: Calibrations,
  earlier: readonly EarlierRewrite[],
): void => {
  const { calibration } = calibrations;
  const mac = calibration?.mac;
  const own = mac !== undefined && isOwnMac(mac) ? mac : undefined;
  // All copies of a dump bear its MAC: `expectClone` has looked whose one with it is.
  if (own !== undefined && own !== order.plan.clone?.mac) {
    if (isProduct(order.identity)) refuseOthers(own, surroundings);
    // Whoever it was once: from now on no product of the lot may be this board.
    else surroundings.journal.meetBoard(own);
  }
  expectTie(order, surroundings, calibrations, earlier);
  if (calibration !== undefined && own === undefined) expectCalibration(order, calibration);
};

const refuseOthers = (mac: string, { passedAs, journal }: RunSurroundings): void => {
  const otherSerial = passedAs(mac);
  if (otherSerial !== undefined) throw new StepError({ code: "already-passed", mac, otherSerial });
  const holder = journal.holderOfMac(mac);
  if (holder !== undefined) {
    throw new StepError({ code: "identity-taken", mac, otherSerial: holder.serial });
  }
  const other = journal.meetBoard(mac);
  if (other === undefined) return;
  const code = other.state === "passed" ? "already-passed" : "mac-at-work";
  throw new StepError({ code, mac, otherSerial: other.serial });
};

/** An entry whose write was ever intended belongs to that one board, and its MAC to no other. */
const expectTie = (
  { own }: RunOrder,
  { journal }: RunSurroundings,
  { found: asFound, calibration }: Calibrations,
  earlier: readonly EarlierRewrite[],
): void => {
  if (own === undefined) return;
  const found = calibration?.mac ?? null;
  const given = givenMacOf(own.fields);
  if (given !== null && found !== given) {
    const otherSerial = journal.bearerOf(given);
    if (otherSerial !== undefined)
      throw new StepError({ code: "identity-taken", mac: given, otherSerial });
  }
  const expected = own.tiedTo ?? journal.tieOf(own.entry);
  if (expected === null || (found !== null && found === given)) return;
  // Of boards that share a MAC only the one whose calibration was half written tells itself apart.
  const tellsApart = given === null || isOwnMac(expected) || asFound?.mac === undefined;
  if (found === expected && tellsApart) return;
  const isKept = earlier.some(({ address }) => address === calibration?.address);
  if (found === null && calibration !== undefined && given !== null && !isKept) {
    const { address } = calibration;
    throw new StepError({ code: "identity-lost", address, reason: "not-here" });
  }
  throw new StepError({ code: "identity-conflict", expected, found });
};

/** A calibration that a dump brings need not be there, one that is to be changed is looked at then. */
const expectCalibration = (
  { calibration: wanted, plan, own }: RunOrder,
  { address, bytes }: CalibrationSector,
): void => {
  const sector = { start: address, end: address + SECTOR_BYTES };
  const isBrought = (plan.clone?.mac ?? null) !== null && covers(rangesOf(plan), sector);
  if (wanted === "any" || isBrought || (own !== undefined && givenMacOf(own.fields) !== null))
    return;
  const place = findMac(bytes);
  const found = place.kind === "found" ? "shared-mac" : place.kind;
  throw new StepError({ code: "identity-missing", address, found });
};
