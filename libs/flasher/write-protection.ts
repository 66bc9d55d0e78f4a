import { type FlashPart, protectedBits } from "../chips/flash-parts.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";
import { readSettledStatus } from "./read-status-register.ts";

const WRITE_STATUS = 0x01;
const WRITE_SECOND_STATUS = 0x31;
const READ_SECOND_STATUS = 0x35;
/** WIP and WEL come and go by themselves. */
const VOLATILE = 0x03;
const READINGS = 40;

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
  const first = await readSettledStatus(mode, part, progress);
  if (isSet(first)) return first;
  const found = await readSame(mode, part, first, progress);
  if (isSet(found)) return found;
  const wanted = (found & ~part.protectMask) | bits;
  const isWide = part.statusOps.length > 1;
  await mode.writeStatus(WRITE_STATUS, isWide ? [low(wanted), high(wanted)] : [low(wanted)]);
  let left = await readSettledStatus(mode, part, progress);
  if (isWide && !isSame(left, wanted)) {
    progress.note("Flash protection: two-byte status write did not take, trying the bytes apart");
    left = await writeApart(mode, part, wanted, progress);
  }
  if (isSet(left) && !isSame(left, wanted)) {
    progress.note(`The flash's status register was ${hex(found)} and is now ${hex(left)}`);
  }
  return left;
};

/** Each byte by its own command, and only what still differs. */
const writeApart = async (
  mode: DownloadMode,
  part: FlashPart,
  wanted: number,
  progress: Progress,
): Promise<number> => {
  let left = await readSettledStatus(mode, part, progress);
  if (!isSame(low(left), low(wanted))) {
    await mode.writeStatus(WRITE_STATUS, [low(wanted)]);
    left = await readSettledStatus(mode, part, progress);
  }
  if (high(left) !== high(wanted) && part.statusOps.includes(READ_SECOND_STATUS)) {
    await mode.writeStatus(WRITE_SECOND_STATUS, [high(wanted)]);
    left = await readSettledStatus(mode, part, progress);
  }
  return left;
};

/** What will be written back must not come from one garbled answer: QE would be gone. */
const readSame = async (
  mode: DownloadMode,
  part: FlashPart,
  first: number,
  progress: Progress,
): Promise<number> => {
  let before = first;
  for (let reading = 0; reading < READINGS; reading += 1) {
    const now = await readSettledStatus(mode, part, progress);
    if (now === before) return now;
    before = now;
  }
  throw new StepError({ code: "protected", address: 0, statusRegister: before });
};

const low = (register: number): number => register & 0xff;
const high = (register: number): number => (register >>> 8) & 0xff;

const isSame = (left: number, right: number): boolean => ((left ^ right) & ~VOLATILE) === 0;

const hex = (register: number): string => `0x${register.toString(16).padStart(4, "0")}`;
