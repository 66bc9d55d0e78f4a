import type { FlashPart } from "../chips/flash-parts.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** What of a part is asked. */
type StatusOps = Pick<FlashPart, "statusOps">;

/** WIP: a write is in progress. */
const BUSY = 0x01;
/** A second register that reads so is not there, and counts as clear: no part sets all of its bits. */
const NOBODY = 0xff;
const POLL_MS = 5;
const POLLS = 40;

/**
 * A flash's status register as one number, low byte first, as it is at this moment.
 * @throws StepError `link-lost`.
 */
export const readStatusRegister = async (
  mode: DownloadMode,
  part: StatusOps,
  progress: Progress,
): Promise<number> => {
  let value = 0;
  for (const [index, op] of part.statusOps.entries()) {
    const question = { step: progress.step, command: "status register" } as const;
    const byte = await insist(mode, question, progress, () => mode.readStatus(op));
    if (index === 0 || byte !== NOBODY) value |= byte << (8 * index);
  }
  return value;
};

/**
 * The same, once no write is in progress any more.
 * @throws StepError `protected` if one never ends; `link-lost`.
 */
export const readSettledStatus = async (
  mode: DownloadMode,
  part: StatusOps,
  progress: Progress,
): Promise<number> => {
  let value = 0;
  for (let poll = 0; poll < POLLS; poll += 1) {
    value = await readStatusRegister(mode, part, progress);
    if ((value & BUSY) === 0) return value;
    await mode.line.pause(POLL_MS);
  }
  throw new StepError({ code: "protected", address: 0, statusRegister: value });
};
