import { crc32 } from "../bytes/crc32.ts";
import type { PlanRegion } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** One answer that is wrong may be garbled, for it has no checksum; two that are the same are not. */
const ASKS = 3;

/**
 * The chip's CRC-32, zlib form, of what should be `region`. On T it protects the flash again.
 * @throws StepError `link-lost`.
 */
export const askCrc = (
  mode: DownloadMode,
  { start, bytes }: PlanRegion,
  progress: Progress,
): Promise<number> =>
  insist(mode, { step: progress.step, command: "crc", address: start }, progress, () =>
    mode.crcOf({ start, end: start + bytes.length }),
  );

/**
 * As `askCrc`, but an answer other than the right one is not believed at once.
 * @throws StepError `link-lost`.
 */
export const askCrcTwice = async (
  mode: DownloadMode,
  region: PlanRegion,
  progress: Progress,
): Promise<number> => {
  const wanted = crc32(region.bytes);
  let found = await askCrc(mode, region, progress);
  for (let asks = 1; found !== wanted && asks < ASKS; asks += 1) {
    progress.recovered("asked-again", region.start);
    const before = found;
    found = await askCrc(mode, region, progress);
    if (found === before) break;
  }
  return found;
};
