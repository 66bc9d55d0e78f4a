import type { Range } from "../bytes/ranges.ts";
import { type Chip, writableRange } from "../chips/chip.ts";
import type { PlacementRefusal } from "./refusal.ts";

/** Whether two ranges share a byte. */
const overlap = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;

/**
 * Why bytes for `[start, end)` must not be written: nothing over a bootloader that is kept, nothing
 * at or above the flash's end, which wraps to the bootloader on T (firmware-formats.md section 10),
 * nothing over calibration. All these limits are whole sectors, so the sectors that the bytes share
 * lie inside them too. Undefined if allowed.
 */
export const findMisplacement = (
  range: Range,
  chip: Chip,
  bootloader: "keep" | "write",
): PlacementRefusal | undefined => {
  // The largest the chip comes with: the size of the board's own is looked at once it is known.
  const flashBytes = Math.max(...chip.flashSizes);
  const writable = writableRange(chip, bootloader, flashBytes);
  if (range.start < writable.start) {
    return { code: "over-bootloader", address: range.start, limit: writable.start };
  }
  if (range.end > writable.end) {
    return { code: "past-flash-end", end: range.end, flashBytes };
  }
  const calibration = chip.calibration.find((kept) => overlap(kept, range));
  return calibration && { code: "over-calibration", ...calibration };
};
