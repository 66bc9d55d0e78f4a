import { SECTOR_BYTES } from "../bytes/ranges.ts";
import type { FlashPlan, PlanRegion } from "./flash-plan.ts";

/** A whole sector at a sector boundary. */
export interface WholeSector {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/**
 * A board's own plan: `plan` with sectors of that board in place of its patches, each a region by
 * itself. Regions are cut around them, without a copy: an image is shared by all boards.
 */
export const withOwnSectors = (plan: FlashPlan, own: readonly WholeSector[]): FlashPlan => {
  const added = own.map(({ address, bytes }): PlanRegion => ({ start: address, bytes }));
  const regions = [...withoutSectors(plan, own).regions, ...added];
  return { ...plan, patches: [], regions: regions.sort((a, b) => a.start - b.start) };
};

/** The plan without some of its sectors. */
export const withoutSectors = (
  plan: FlashPlan,
  sectors: readonly Pick<WholeSector, "address">[],
): FlashPlan => ({
  ...plan,
  regions: sectors.reduce(
    (regions, { address }) => regions.flatMap((region) => cutOut(region, address)),
    plan.regions,
  ),
});

const cutOut = (region: PlanRegion, address: number): readonly PlanRegion[] => {
  const at = address - region.start;
  if (at < 0 || at >= region.bytes.length) return [region];
  const below = { start: region.start, bytes: region.bytes.subarray(0, at) };
  const above = {
    start: address + SECTOR_BYTES,
    bytes: region.bytes.subarray(at + SECTOR_BYTES),
  };
  return [below, above].filter(({ bytes }) => bytes.length > 0);
};
