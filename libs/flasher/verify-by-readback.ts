import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { SECTOR_BYTES } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { type FlashPlan, planBytes, sectorsOf } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";
import type { VerifiedRange } from "./verified-range.ts";

/**
 * Every sector of the plan, read back and compared byte for byte.
 * @throws StepError `verify-mismatch`, `link-lost`.
 */
export const verifyByReadback = async (
  mode: DownloadMode,
  plan: FlashPlan,
  progress: Progress,
): Promise<VerifiedRange[]> => {
  const total = planBytes(plan);
  let done = 0;
  for (const { address, bytes } of sectorsOf(plan)) {
    const question = { step: "verify", command: "read", address } as const;
    const read = await insist(mode, question, progress, () => mode.readSector(address));
    if (!bytes.every((byte, index) => byte === read[index])) {
      const [expected, found] = [hex32(crc32(bytes)), hex32(crc32(read))];
      throw new StepError({
        code: "verify-mismatch",
        address,
        length: SECTOR_BYTES,
        expected,
        found,
      });
    }
    done += SECTOR_BYTES;
    progress.bytes(done, total);
  }
  return plan.regions.map(({ start, bytes }) => {
    const crc = hex32(crc32(bytes));
    return { address: start, length: bytes.length, host: crc, chip: crc };
  });
};
