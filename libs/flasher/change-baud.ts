import { linkCheck, SHORT_OP, setBaud } from "../bk72xx/commands.ts";
import type { Reply } from "../bk72xx/reply-decoder.ts";
import type { Chip } from "../chips/chip.ts";
import type { ChipLine } from "./chip-line.ts";
import { answersNow } from "./link-check.ts";

/** Long enough for the frame to leave any adapter and for the host to switch before the chip answers. */
const CHIP_WAIT_MS = 60;
const SWITCH_AFTER_MS = 20;
const REPLY_GRACE_MS = 60;
const FRAME_BYTES = 10;
const TRIES = 3;
const QUIET_MS = 30;
/** Link checks as long as the longest short request: harmless whether it is taken for its rest or not. */
const FILLER = Uint8Array.from(
  Array.from({ length: 52 }, linkCheck).flatMap((check) => [...check]),
);

/**
 * `changed`: both sides are at the new rate. `kept`: both are at the old one, proved by an answer.
 * `lost`: the chip answers at neither; only a restart brings it back.
 */
export type BaudChange = "changed" | "kept" | "lost";

const isSetBaudReply = (reply: Reply): boolean =>
  reply.kind === "short" && reply.op === SHORT_OP.setBaud;

/**
 * Takes both sides to `baud` and proves it by a link check at the new rate: an adapter accepts
 * impossible rates silently (hardware.md). The chip switches before it answers, so a lost answer
 * leaves its rate unknown: both are probed (uart-protocol.md section 1.2), and a lost request is
 * repeated. The host ends at the old rate unless `changed`.
 * @throws StepError `port-*`; the port must have the rate.
 */
export const changeBaud = async (
  line: ChipLine,
  chip: Pick<Chip, "download">,
  baud: number,
): Promise<BaudChange> => {
  const before = line.baudRate;
  if (before === baud) return "changed";
  const unitMs = chip.download.baudDelayUnitMs;
  const units = Math.round(CHIP_WAIT_MS / unitMs);
  const replyMs = (units + 1) * unitMs - SWITCH_AFTER_MS + REPLY_GRACE_MS;
  for (let tries = 0; tries < TRIES; tries += 1) {
    await line.send(setBaud(baud, units));
    await line.pause(line.wireMs(FRAME_BYTES) + SWITCH_AFTER_MS);
    await line.setBaudRate(baud);
    await line.receive(isSetBaudReply, replyMs);
    if (await answersNow(line)) return "changed";
    await line.setBaudRate(before);
    if (!(await answersAfterFilling(line))) return "lost";
  }
  return "kept";
};

/** A request spoilt on its way can leave the chip waiting for the rest of a longer one (section 2.2). */
const answersAfterFilling = async (line: ChipLine): Promise<boolean> => {
  if (await answersNow(line)) return true;
  await line.send(FILLER);
  await line.drain(QUIET_MS, QUIET_MS * 5);
  return answersNow(line);
};
