import { BLOCK_BYTES, isBlank, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { ChipName } from "../chips/chip.ts";

/** Whole sectors at a sector boundary. Bytes the image does not set inside them are FF. */
export interface PlanRegion {
  /** Flash address, a multiple of 4096. */
  readonly start: number;
  /** A multiple of 4096 bytes. */
  readonly bytes: Uint8Array;
}

/**
 * What one board's flash shall hold, checked and merged into whole sectors before anything is
 * touched. Regions are sorted and do not overlap or touch each other.
 */
export interface FlashPlan {
  readonly chip: ChipName;
  readonly regions: readonly PlanRegion[];
}

/** One sector of a plan. */
export interface PlanSector {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** All FF: erased and not sent. */
  readonly blank: boolean;
}

/** One erase command's worth of a plan. */
export interface EraseStep {
  readonly address: number;
  readonly unit: "sector" | "block";
  readonly bytes: number;
}

/** The plan's sectors in order of address. */
export const sectorsOf = (plan: FlashPlan): PlanSector[] =>
  plan.regions.flatMap((region) =>
    Array.from({ length: region.bytes.length / SECTOR_BYTES }, (_, index) => {
      const bytes = region.bytes.subarray(index * SECTOR_BYTES, (index + 1) * SECTOR_BYTES);
      return { address: region.start + index * SECTOR_BYTES, bytes, blank: isBlank(bytes) };
    }),
  );

/** The plan's erases: blocks of 64 KiB where a whole one fits, sectors elsewhere (hazard H4). */
export const erasesOf = (plan: FlashPlan): EraseStep[] =>
  plan.regions.flatMap((region) => {
    const steps: EraseStep[] = [];
    const end = region.start + region.bytes.length;
    let address = region.start;
    while (address < end) {
      const fits = address % BLOCK_BYTES === 0 && address + BLOCK_BYTES <= end;
      const step: EraseStep = fits
        ? { address, unit: "block", bytes: BLOCK_BYTES }
        : { address, unit: "sector", bytes: SECTOR_BYTES };
      steps.push(step);
      address += step.bytes;
    }
    return steps;
  });

/** Bytes the plan erases, which is also what its verification covers. */
export const planBytes = (plan: FlashPlan): number =>
  plan.regions.reduce((sum, region) => sum + region.bytes.length, 0);
