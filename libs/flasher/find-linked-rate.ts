import { linkCheck } from "../bk72xx/commands.ts";
import { SAFE_RATES } from "./baud-steps.ts";
import type { ChipLine } from "./chip-line.ts";
import { isLinkReply, LINK_BAUD } from "./link-check.ts";

const ANSWER_MS = 25;
const TRIES = 2;

/**
 * Looks for a chip that an earlier run left in download mode at a raised rate, where it would hear
 * rubbish at the first one for ever. The host stays at the rate of the answer, else returns.
 */
export const findLinkedRate = async (line: ChipLine): Promise<boolean> => {
  for (const baud of SAFE_RATES.filter((rate) => rate !== LINK_BAUD)) {
    if (!(await line.tryBaudRate(baud))) continue;
    for (let tries = 0; tries < TRIES; tries += 1) {
      if ((await line.ask(linkCheck(), isLinkReply, ANSWER_MS)) !== undefined) return true;
    }
  }
  await line.setBaudRate(LINK_BAUD);
  return false;
};
