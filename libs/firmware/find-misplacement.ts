import { type Range, sectorEnd, sectorStart } from "../bytes/ranges.ts";
import { type Chip, writableRange } from "../chips/chip.ts";
import type { PlacementRefusal } from "./refusal.ts";

/** Whether two ranges share a byte. */
const overlap = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;

/**
 * Why bytes for `[start, end)` must not be written, seen as the whole sectors they take: nothing
 * over a bootloader that is kept, nothing at or above the flash's end, which wraps to the
 * bootloader on T (firmware-formats.md section 10), nothing over calibration. Undefined if allowed.
 */
export const findMisplacement = (
  { start, end }: Range,
  chip: Chip,
  bootloader: "keep" | "write",
): PlacementRefusal | undefined => {
  const writable = writableRange(chip, bootloader, chip.flashBytes);
  const sectors = { start: sectorStart(start), end: sectorEnd(end) };
  if (sectors.start < writable.start) {
    return { code: "over-bootloader", address: start, limit: writable.start };
  }
  if (sectors.end > writable.end) {
    return { code: "past-flash-end", end, flashBytes: chip.flashBytes };
  }
  const calibration = chip.calibration.find((range) => overlap(range, sectors));
  return calibration && { code: "over-calibration", ...calibration };
};
