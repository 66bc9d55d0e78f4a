import { joinRanges } from "../bytes/join-ranges.ts";
import { type Range, SECTOR_BYTES } from "../bytes/ranges.ts";
import { sameBytes } from "../bytes/same-bytes.ts";

/** The sectors of `[0, end)` in which two flashes differ, joined, in order of address. */
export const findDifferences = (
  left: Uint8Array,
  right: Uint8Array,
  end: number,
): readonly Range[] => {
  const sectors: Range[] = [];
  for (let start = 0; start < end; start += SECTOR_BYTES) {
    const sector = { start, end: Math.min(start + SECTOR_BYTES, end) };
    const inSector = (flash: Uint8Array): Uint8Array => flash.subarray(sector.start, sector.end);
    if (!sameBytes(inSector(left), inSector(right))) sectors.push(sector);
  }
  return joinRanges(sectors);
};
