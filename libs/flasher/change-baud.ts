import { linkCheck, SHORT_OP, setBaud } from "../bk72xx/commands.ts";
import type { Chip } from "../chips/chip.ts";
import type { ChipLine } from "./chip-line.ts";
import { isLinkReply } from "./enter-download-mode.ts";

/** Long enough for the frame to leave any adapter and for the host to switch before the chip answers. */
const CHIP_WAIT_MS = 100;
const SWITCH_AFTER_MS = 30;
const REPLY_GRACE_MS = 100;
const PROBES = 3;
const PROBE_MS = 60;
const TRIES = 3;

/**
 * `changed`: both sides are at the new rate. `port-refused`: the host's port does not have it, and
 * the chip was not asked. `failed`: the chip still answers at the old rate, or at none.
 */
export type BaudChange = "changed" | "port-refused" | "failed";

/**
 * Raises both sides to `baud` and proves it by a link check at the new rate: an adapter accepts
 * impossible rates silently (hardware.md). The chip switches before it answers, so a lost answer
 * leaves its rate unknown: both are probed (uart-protocol.md section 1.2).
 */
export const changeBaud = async (line: ChipLine, chip: Chip, baud: number): Promise<BaudChange> => {
  const before = line.baudRate;
  if (before === baud) return "changed";
  const hasRate = await line.tryBaudRate(baud);
  await line.setBaudRate(before);
  if (!hasRate) return "port-refused";
  const units = Math.round(CHIP_WAIT_MS / chip.download.baudDelayUnitMs);
  for (let tries = 0; tries < TRIES; tries += 1) {
    await line.send(setBaud(baud, units));
    await line.pause(line.wireMs(10) + SWITCH_AFTER_MS);
    await line.setBaudRate(baud);
    await line.receive(
      (reply) => reply.kind === "short" && reply.op === SHORT_OP.setBaud,
      (units + 1) * chip.download.baudDelayUnitMs - SWITCH_AFTER_MS + REPLY_GRACE_MS,
    );
    if (await answersNow(line)) return "changed";
    await line.setBaudRate(before);
    if (!(await answersNow(line))) return "failed";
  }
  return "failed";
};

const answersNow = async (line: ChipLine): Promise<boolean> => {
  for (let probe = 0; probe < PROBES; probe += 1) {
    if ((await line.ask(linkCheck(), isLinkReply, PROBE_MS)) !== undefined) return true;
  }
  return false;
};
