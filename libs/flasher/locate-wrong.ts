import { crc32 } from "../bytes/crc32.ts";
import { BLOCK_BYTES, SECTOR_BYTES } from "../bytes/ranges.ts";
import { partsOf } from "../firmware/flash-plan.ts";
import { askCrc } from "./ask-crc.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";
import type { WrongRegion } from "./verification.ts";

/**
 * The wrong sectors of wrong regions, by the CRCs of their blocks of 64 KiB and then of sectors; the
 * first `atMost` of them. None if all parts agree by themselves.
 * @throws StepError `link-lost`.
 */
export const locateWrong = async (
  mode: DownloadMode,
  regions: readonly WrongRegion[],
  atMost: number,
  progress: Progress,
): Promise<readonly WrongRegion[]> => {
  const sectors: WrongRegion[] = [];
  for await (const block of wrongParts(mode, regions, BLOCK_BYTES, progress)) {
    for await (const sector of wrongParts(mode, [block], SECTOR_BYTES, progress)) {
      sectors.push(sector);
      if (sectors.length === atMost) return sectors;
    }
  }
  return sectors;
};

async function* wrongParts(
  mode: DownloadMode,
  regions: readonly WrongRegion[],
  partBytes: number,
  progress: Progress,
): AsyncGenerator<WrongRegion> {
  for (const region of regions) {
    for (const part of partsOf(region, partBytes)) {
      const isWhole = part.bytes.length === region.bytes.length;
      const found = isWhole ? region.found : await askCrc(mode, part, progress);
      if (found !== crc32(part.bytes)) yield { ...part, found };
    }
  }
}
