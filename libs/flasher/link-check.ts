import { linkCheck, SHORT_OP } from "../bk72xx/commands.ts";
import type { Reply } from "../bk72xx/reply-decoder.ts";
import type { ChipLine } from "./chip-line.ts";

/** The chip's rate after every reset, in baud. */
export const LINK_BAUD = 115200;

/** Time for one answer over the slowest adapter, twice over. */
const ANSWER_MS = 60;
/** A chip that heard rubbish before may need one check to find its feet (uart-protocol.md 2.2). */
const TRIES = 3;

/** Whether a reply answers a link check: its own number is 01 (uart-protocol.md section 3.1). */
export const isLinkReply = (reply: Reply): boolean =>
  reply.kind === "short" && reply.op === SHORT_OP.linkCheck + 1 && reply.payload[0] === 0;

/** Whether the chip answers a link check at the host's rate, asked three times at most. */
export const answersNow = async (line: ChipLine): Promise<boolean> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if ((await line.ask(linkCheck(), isLinkReply, ANSWER_MS)) !== undefined) return true;
  }
  return false;
};
