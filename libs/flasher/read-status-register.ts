import type { FlashPart } from "../chips/flash-parts.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/**
 * A flash's status register as one number, low byte first, as it is at this moment.
 * @throws StepError `link-lost`.
 */
export const readStatusRegister = async (
  mode: DownloadMode,
  part: Pick<FlashPart, "statusOps">,
  progress: Progress,
): Promise<number> => {
  let value = 0;
  for (const [index, op] of part.statusOps.entries()) {
    const question = { step: "identify", command: "status register" } as const;
    const byte = await insist(mode, question, progress, () => mode.readStatus(op));
    value |= byte << (8 * index);
  }
  return value;
};
