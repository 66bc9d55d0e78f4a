import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { type FlashPlan, planBytes } from "../firmware/flash-plan.ts";
import { askCrcTwice } from "./ask-crc.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";
import type { Verification, VerifiedRange, WrongRegion } from "./verification.ts";

/**
 * The chip's CRC over every sector of the plan, written in this run or not.
 * @throws StepError `link-lost`.
 */
export const verifyByCrc = async (
  mode: DownloadMode,
  plan: FlashPlan,
  progress: Progress,
): Promise<Verification> => {
  const ranges: VerifiedRange[] = [];
  const wrong: WrongRegion[] = [];
  const total = planBytes(plan);
  let done = 0;
  for (const region of plan.regions) {
    const found = await askCrcTwice(mode, region, progress);
    const wanted = crc32(region.bytes);
    const { start: address, bytes } = region;
    if (found !== wanted) wrong.push({ ...region, found });
    else ranges.push({ address, length: bytes.length, host: hex32(wanted), chip: hex32(found) });
    done += bytes.length;
    progress.bytes(done, total);
  }
  const [first, ...others] = wrong;
  return first === undefined
    ? { kind: "right", ranges }
    : { kind: "wrong", regions: [first, ...others] };
};
