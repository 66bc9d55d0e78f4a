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
  const given = order.own === undefined ? null : givenMacOf(order.own);
  const macs = [calibration?.mac, given].filter((mac) => typeof mac === "string");
  const fingerprint = keepsFingerprint(plan) ? facts.fingerprint : null;
  const board = { flashId: facts.flashId, fingerprint, macs };
  for (const { address, before, bytes } of own) {
    if (before === undefined) continue;
    surroundings.journal.keepSector({ address, before, intended: bytes, board });
  }
};
