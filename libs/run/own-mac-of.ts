import { isOwnMac } from "../bytes/mac.ts";
import type { RunFacts } from "./run-facts.ts";

/**
 * The MAC (12 hex digits) that tells a run's board from every other one, as the board was found; null where it had
 * none, or one that others share: boards without calibration, copies of one dump. So `already-passed` decides, too.
 */
export const ownMacOf = ({
  board,
  copiedMac,
}: Pick<RunFacts, "board" | "copiedMac">): string | null => {
  const mac = board?.mac ?? null;
  return mac !== null && isOwnMac(mac) && mac !== copiedMac ? mac : null;
};
