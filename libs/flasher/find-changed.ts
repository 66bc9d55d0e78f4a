import { crc32 } from "../bytes/crc32.ts";
import { BLOCK_BYTES, SECTOR_BYTES } from "../bytes/ranges.ts";
import {
  type FlashPlan,
  type PlanRegion,
  type PlanSector,
  partsOf,
  planBytes,
  sectorsOf,
} from "../firmware/flash-plan.ts";
import { askCrc } from "./ask-crc.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";

/** A sector's write and the answer to it, in bytes on the wire. */
const WRITE_BYTES = SECTOR_BYTES + 12 + 15;

/**
 * The plan's sectors that the flash does not hold yet, by the chip's CRCs of regions, then of blocks
 * of 64 KiB, then of sectors. Some that it holds may be among them, where asking was not worth it.
 * On T the flash is protected afterwards.
 * @throws StepError `link-lost`.
 */
export const findChanged = async (
  mode: DownloadMode,
  plan: FlashPlan,
  progress: Progress,
): Promise<readonly PlanSector[]> => {
  const total = planBytes(plan);
  const changed: PlanRegion[] = [];
  let done = 0;
  const tell = ({ bytes }: PlanRegion): void => {
    done += bytes.length;
    progress.bytes(done, total);
  };
  for (const region of plan.regions) {
    if (await isHeld(mode, region, progress)) {
      tell(region);
      continue;
    }
    const blocks = partsOf(region, BLOCK_BYTES);
    for (const block of blocks) {
      const isSure = blocks.length > 1 && (await isHeld(mode, block, progress));
      if (!isSure) changed.push(...(await changedIn(mode, block, progress)));
      tell(block);
    }
  }
  return sectorsOf({ ...plan, regions: changed });
};

const isHeld = async (mode: DownloadMode, region: PlanRegion, progress: Progress) =>
  (await askCrc(mode, region, progress)) === crc32(region.bytes);

/**
 * A block's changed sectors. Asking about one that turns out changed was in vain; once that has cost
 * as much as sending one sector, the rest of the block is not asked about any more but sent.
 */
const changedIn = async (
  mode: DownloadMode,
  block: PlanRegion,
  progress: Progress,
): Promise<readonly PlanRegion[]> => {
  const { clock } = mode.line;
  const worthAsking = mode.line.wireMs(WRITE_BYTES);
  const changed: PlanRegion[] = [];
  let inVain = 0;
  for (const sector of partsOf(block, SECTOR_BYTES)) {
    const began = clock.now();
    if (inVain < worthAsking && (await isHeld(mode, sector, progress))) continue;
    inVain += clock.now() - began;
    changed.push(sector);
  }
  return changed;
};
