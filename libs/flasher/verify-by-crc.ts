import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { StepError } from "../failure/step-error.ts";
import { type FlashPlan, planBytes } from "../firmware/flash-plan.ts";
import { diagnoseMismatch } from "./diagnose-mismatch.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";
import type { VerifiedRange } from "./verified-range.ts";

/**
 * The chip's CRC over every sector the plan erased or wrote, after the last write.
 * @throws StepError with what the mismatch was found to be; `link-lost`.
 */
export const verifyByCrc = async (
  mode: DownloadMode,
  plan: FlashPlan,
  progress: Progress,
): Promise<VerifiedRange[]> => {
  const verified: VerifiedRange[] = [];
  const total = planBytes(plan);
  let done = 0;
  for (const { start, bytes } of plan.regions) {
    const question = { step: "verify", command: "crc", address: start } as const;
    const found = await insist(mode, question, progress, () =>
      mode.crcOf({ start, end: start + bytes.length }),
    );
    const wanted = crc32(bytes);
    if (found !== wanted) {
      throw new StepError(await diagnoseMismatch(mode, { start, bytes }, found, progress));
    }
    verified.push({
      address: start,
      length: bytes.length,
      host: hex32(wanted),
      chip: hex32(found),
    });
    done += bytes.length;
    progress.bytes(done, total);
  }
  return verified;
};
