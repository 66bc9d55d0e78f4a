import { isBlank, type Range, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import { type FlashPlan, sectorsOf } from "../firmware/flash-plan.ts";
import type { DumpPart } from "./dump-contents.ts";
import type { SectorUse } from "./map-sign.ts";

/** What a plan does to each sector of a chip's flash. */
export const usesInPlan = (plan: FlashPlan, chip: Chip): readonly SectorUse[] => {
  const uses = new Array<SectorUse>(chip.flashSizes[0] / SECTOR_BYTES).fill("kept");
  mark(uses, { start: 0, end: chip.appStart }, "bootloader-kept");
  for (const place of chip.calibration) mark(uses, place, "calibration-kept");
  for (const { address, blank } of sectorsOf(plan)) {
    mark(uses, { start: address, end: address + SECTOR_BYTES }, blank ? "erased" : "written");
  }
  return uses;
};

/** What each sector of a dumped flash holds. */
export const usesInDump = (flash: Uint8Array, parts: readonly DumpPart[]): readonly SectorUse[] => {
  const uses = new Array<SectorUse>(Math.ceil(flash.length / SECTOR_BYTES)).fill("blank");
  for (const part of parts) {
    mark(uses, part, part.name);
  }
  return uses.map((use, sector) => {
    const start = sector * SECTOR_BYTES;
    return isBlank(flash.subarray(start, start + SECTOR_BYTES)) ? "blank" : use;
  });
};

const mark = (uses: SectorUse[], { start, end }: Range, use: SectorUse): void => {
  const last = Math.min(Math.ceil(end / SECTOR_BYTES), uses.length);
  for (let sector = Math.floor(start / SECTOR_BYTES); sector < last; sector += 1)
    uses[sector] = use;
};
