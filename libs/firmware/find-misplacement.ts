import { type Range, sectorEnd, sectorStart } from "../bytes/ranges.ts";
import { type Chip, writableRange } from "../chips/chip.ts";
import { isData, partitionsIn, placesOf } from "../chips/flash-layout.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { DataRefusal, PlacementRefusal, Refusal } from "./refusal.ts";

/** Whether two ranges share a byte. */
const overlap = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end;

/**
 * Why nothing must be written to `[start, end)`: nothing over a bootloader that is kept, nothing at or
 * above the flash's end, which wraps to the bootloader on T (firmware-formats.md section 10). Both are
 * whole sectors, so the sectors that the bytes share lie inside them too. Undefined if allowed.
 */
export const findOutside = (
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
  return range.end > writable.end
    ? { code: "past-flash-end", end: range.end, flashBytes }
    : undefined;
};

/** Why an image's bytes must not be written to `[start, end)`: outside, or over calibration. */
export const findMisplacement = (
  range: Range,
  chip: Chip,
  bootloader: "keep" | "write",
): PlacementRefusal | undefined => {
  const outside = findOutside(range, chip, bootloader);
  if (outside !== undefined) return outside;
  const calibration = chip.calibration.find((kept) => overlap(kept, range));
  return calibration && { code: "over-calibration", ...rangeOf(calibration) };
};

/**
 * Why raw data must not be written to `[start, end)`: also not where code is, in any of the chip's
 * layouts. There only images go, whose checks tell that they will run.
 */
export const findDataMisplacement = (range: Range, chip: Chip): DataRefusal | undefined => {
  const { start: address } = range;
  const bootloader = { part: "bootloader", limit: chip.appStart } as const;
  const appEnd = Math.max(...placesOf(chip.layouts, "app").map(({ end }) => end));
  for (const { part, limit } of [bootloader, { part: "app", limit: appEnd } as const]) {
    if (address < limit) return { code: "over-code", part, address, limit };
  }
  const refusal = findMisplacement(range, chip, "keep");
  if (refusal === undefined || refusal.code === "over-bootloader") return refusal;
  return { ...refusal, placed: "by-recipe" };
};

/** The data partition in the way of `[start, end)`, of any of the chip's layouts, that the recipe does not name. */
export const findUnnamedPartition = (
  { start, end }: Range,
  chip: Chip,
  { overwrite = [] }: Pick<PlanOptions, "overwrite">,
): Refusal | undefined => {
  const sectors = { start: sectorStart(start), end: sectorEnd(end) };
  const unnamed = partitionsIn(chip.layouts, sectors).flatMap(({ name, ...place }) =>
    isData(name) && !overwrite.includes(name) ? [{ name, ...place }] : [],
  );
  const [first] = unnamed;
  if (first === undefined) return undefined;
  const needed = [...new Set([...overwrite, ...unnamed.map(({ name }) => name)])];
  return { code: "over-partition", needed, ...first };
};

const rangeOf = ({ start, end }: Range): Range => ({ start, end });
