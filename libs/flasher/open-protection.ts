import type { FlashPart } from "../chips/flash-parts.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

const WRITE_STATUS = 0x01;
const WRITE_SECOND_STATUS = 0x31;
const WRITE_IN_PROGRESS = 0x01;
const POLL_MS = 5;
const POLLS = 40;

/**
 * Clears the flash's protection bits where the host must (uart-protocol.md sections 4.2 and 4.3):
 * only if one is set, every other bit kept, believed only when read back. Parts that take their
 * second byte by 31h alone get it that way when the two-byte write did not do.
 * @throws StepError `protected`, `link-lost`.
 */
export const openProtection = async (
  mode: DownloadMode,
  part: FlashPart,
  progress: Progress,
): Promise<void> => {
  const found = await readSettled(mode, part, progress);
  if ((found & part.protectMask) === 0) return;
  const wanted = found & ~part.protectMask;
  const low = wanted & 0xff;
  const high = (wanted >>> 8) & 0xff;
  await mode.writeStatus(WRITE_STATUS, part.statusOps.length > 1 ? [low, high] : [low]);
  if (((await readSettled(mode, part, progress)) & part.protectMask) === 0) return;
  if (part.statusOps.length > 1) {
    progress.note("Flash protection: two-byte status write did not take, trying the bytes apart");
    await mode.writeStatus(WRITE_STATUS, [low]);
    await readSettled(mode, part, progress);
    await mode.writeStatus(WRITE_SECOND_STATUS, [high]);
  }
  const left = await readSettled(mode, part, progress);
  if ((left & part.protectMask) !== 0) {
    throw new StepError({ code: "protected", address: 0, statusRegister: left });
  }
};

/** All status bytes as one number, low byte first, once no write is in progress any more. */
const readSettled = async (
  mode: DownloadMode,
  part: FlashPart,
  progress: Progress,
): Promise<number> => {
  let value = 0;
  for (let poll = 0; poll < POLLS; poll += 1) {
    value = 0;
    for (const [index, op] of part.statusOps.entries()) {
      const byte = await insist(
        mode,
        { step: "identify", command: "status register" },
        progress,
        () => mode.readStatus(op),
      );
      value |= byte << (8 * index);
    }
    if ((value & WRITE_IN_PROGRESS) === 0) return value;
    await mode.line.pause(POLL_MS);
  }
  throw new StepError({ code: "protected", address: 0, statusRegister: value });
};
