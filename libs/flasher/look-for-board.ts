import { linkCheck } from "../bk72xx/commands.ts";
import type { ChipLine } from "./chip-line.ts";
import { answersNow, isLinkReply, LINK_BAUD } from "./link-check.ts";

/** Longer than any chip's window, the way there included (uart-protocol.md section 6.1). */
const LOOK_MS = 1500;
const CHECK_EVERY_MS = 20;

/**
 * Where a board is that stopped answering: `there`, at the rate in force; `restarted`, for it answers
 * at the rate that only a restart sets; or `silent`.
 */
export type Whereabouts = "there" | "restarted" | "silent";

/**
 * Looks for the chip without touching its power. The host is at the rate of the answer afterwards.
 * @throws StepError `port-*`.
 */
export const lookForBoard = async (line: ChipLine): Promise<Whereabouts> => {
  if (await answersNow(line)) return "there";
  if (line.baudRate === LINK_BAUD) return "silent";
  line.keepAlive(undefined);
  await line.setBaudRate(LINK_BAUD);
  const until = line.clock.now() + LOOK_MS;
  while (line.clock.now() < until) {
    if ((await line.ask(linkCheck(), isLinkReply, CHECK_EVERY_MS)) !== undefined)
      return "restarted";
  }
  return "silent";
};
