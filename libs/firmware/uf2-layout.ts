import { type ChipName, writableRange } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import type { Refusal } from "./refusal.ts";
import type { Partitions } from "./uf2-partitions.ts";

/** Why a UF2's partitions cannot be those of any of the chips: over their bootloader, or past the flash. */
export const findUf2Misplacement = (
  partitions: Partitions,
  chips: readonly ChipName[],
): Refusal | undefined => {
  const flashBytes = Math.max(...chips.flatMap((name) => CHIPS[name].flashSizes));
  const [first] = chips;
  if (first === undefined) return undefined;
  const limit = writableRange(CHIPS[first], "keep", flashBytes).start;
  for (const [name, { start, end }] of partitions) {
    // A table may well name the bootloader's own place.
    if (name === BOOTLOADER && end <= limit) continue;
    if (start < limit) return { code: "over-bootloader", address: start, limit };
    if (end > flashBytes) return { code: "past-flash-end", end, flashBytes };
  }
  return undefined;
};

const BOOTLOADER = "bootloader";
