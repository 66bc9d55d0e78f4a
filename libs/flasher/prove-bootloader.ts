import { crcOfRange, SHORT_OP } from "../bk72xx/commands.ts";
import type { Reply } from "../bk72xx/reply-decoder.ts";
import type { ChipLine } from "./chip-line.ts";
import { answersNow } from "./link-check.ts";

/** Queued answers to our many checks must be gone before the first command (uart-protocol.md 0.3). */
const QUIET_MS = 30;
/** A wire that never falls silent is talked over. */
const DRAIN_LIMIT_MS = 150;
/** A CRC of 256 bytes, over the slowest adapter. */
const ANSWER_MS = 80;
const TRIES = 3;
/** Read as 256 or 257 bytes, by flavour: the value does not matter here. */
const RANGE_END = 256;

const isCrcReply = (reply: Reply): boolean =>
  reply.kind === "short" && reply.op === SHORT_OP.crc && reply.payload.length === 4;

/**
 * How a bootloader proves to be one: by a CRC, or, where one was met in this run and a CRC would close
 * its flash, by one more link check.
 */
export type Proof = "crc" | "link-check";

/**
 * Whether what answers link checks is a bootloader. Some firmware answers them by echoing what it
 * hears (uart-protocol.md section 3.1); only a bootloader knows the CRC of its flash. Earlier answers
 * are let pass first. On T this protects the flash until a link check and an erase (section 4.1).
 */
export const proveBootloader = async (line: ChipLine, proof: Proof): Promise<boolean> => {
  await line.drain(QUIET_MS, DRAIN_LIMIT_MS);
  if (proof === "link-check") return await answersNow(line);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const reply = await line.ask(crcOfRange(0, RANGE_END), isCrcReply, ANSWER_MS);
    if (reply !== undefined) return true;
  }
  return false;
};
