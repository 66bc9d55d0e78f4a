import { type FlashPart, protectedBits } from "../chips/flash-parts.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

const WRITE_STATUS = 0x01;
const WRITE_SECOND_STATUS = 0x31;
/** WIP: a write is in progress. */
const BUSY = 0x01;
/** WEL comes and goes by itself. */
const VOLATILE = 0x03;
const POLL_MS = 5;
const POLLS = 40;

/**
 * Clears the flash's protection bits where the host must (uart-protocol.md sections 4.2 and 4.3):
 * only if one is set, every other bit kept, believed only when read back.
 * @throws StepError `protected`, `link-lost`.
 */
export const openProtection = async (
  mode: DownloadMode,
  part: FlashPart,
  progress: Progress,
): Promise<void> => {
  const left = await setProtection(mode, part, 0, progress);
  if ((left & part.protectMask) !== 0)
    throw new StepError({ code: "protected", address: 0, statusRegister: left });
};

/**
 * Sets the bits that protect all of the flash, in the same way. A part without them is left alone.
 * @throws StepError `unprotected`, `link-lost`.
 */
export const closeProtection = async (
  mode: DownloadMode,
  part: FlashPart,
  progress: Progress,
): Promise<void> => {
  const wanted = protectedBits(part);
  const left = await setProtection(mode, part, wanted, progress);
  if ((left & part.protectMask) !== wanted)
    throw new StepError({ code: "unprotected", statusRegister: left, wanted });
};

/** @returns the status register as it is read in the end. */
const setProtection = async (
  mode: DownloadMode,
  part: FlashPart,
  bits: number,
  progress: Progress,
): Promise<number> => {
  const isSet = (register: number): boolean => (register & part.protectMask) === bits;
  const first = await readSettled(mode, part, progress);
  if (isSet(first)) return first;
  const found = await readSame(mode, part, first, progress);
  if (isSet(found)) return found;
  const wanted = (found & ~(part.protectMask | VOLATILE)) | bits;
  const low = wanted & 0xff;
  const high = (wanted >>> 8) & 0xff;
  const isWide = part.statusOps.length > 1;
  await mode.writeStatus(WRITE_STATUS, isWide ? [low, high] : [low]);
  const after = await readSettled(mode, part, progress);
  if ((after & ~VOLATILE) === wanted || !isWide) return after;
  // Parts that take their second byte by 31h alone get it that way.
  progress.note("Flash protection: two-byte status write did not take, trying the bytes apart");
  await mode.writeStatus(WRITE_STATUS, [low]);
  await readSettled(mode, part, progress);
  await mode.writeStatus(WRITE_SECOND_STATUS, [high]);
  return await readSettled(mode, part, progress);
};

/** What will be written back must not come from one garbled answer: QE would be gone. */
const readSame = async (
  mode: DownloadMode,
  part: FlashPart,
  first: number,
  progress: Progress,
): Promise<number> => {
  let before = first;
  for (let poll = 0; poll < POLLS; poll += 1) {
    const now = await readSettled(mode, part, progress);
    if (now === before) return now;
    before = now;
  }
  throw new StepError({ code: "protected", address: 0, statusRegister: before });
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
      const question = { step: progress.step, command: "status register" } as const;
      const byte = await insist(mode, question, progress, () => mode.readStatus(op));
      value |= byte << (8 * index);
    }
    if ((value & BUSY) === 0) return value;
    await mode.line.pause(POLL_MS);
  }
  throw new StepError({ code: "protected", address: 0, statusRegister: value });
};
