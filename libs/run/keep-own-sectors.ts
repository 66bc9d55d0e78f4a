import { SECTOR_BYTES } from "../bytes/ranges.ts";
import { sectorsIn } from "../firmware/flash-plan.ts";
import { keepsFingerprint } from "./fingerprinted.ts";
import type { MetBoard } from "./met-board.ts";
import { givenMacOf } from "./own-patches.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/**
 * Makes the board's own sectors durable, before the first erase: whatever happens then, the next run
 * of the serial can restore them.
 * @throws StepError `journal-failed`
 */
export const keepOwnSectors = (
  { order, surroundings }: RunUnderWay,
  { facts, plan, own, calibration }: MetBoard,
): void => {
  const given = order.own === undefined ? null : givenMacOf(order.own.fields);
  const macs = [calibration?.mac, given, plan.clone?.mac].filter((mac) => typeof mac === "string");
  const fingerprint = keepsFingerprint(plan) ? facts.fingerprint : null;
  const board = { flashId: facts.flashId, fingerprint, macs };
  for (const { address, before, bytes } of own) {
    if (before === undefined) continue;
    surroundings.journal.keepSector({ address, before, intended: bytes, board });
  }
  if (plan.clone === undefined || calibration === undefined) return;
  // A dump brings a calibration of its own; the board's must not be lost, be it blank.
  const { address, bytes: before } = calibration;
  if (own.some((sector) => sector.address === address && sector.before !== undefined)) return;
  const [planned] = sectorsIn(plan, { start: address, end: address + SECTOR_BYTES });
  if (planned === undefined) return;
  surroundings.journal.keepSector({ address, before, intended: planned.bytes, board });
};
