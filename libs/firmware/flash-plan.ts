import { BLOCK_BYTES, isBlank, type Range, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { ChipName } from "../chips/chip.ts";
import type { CarriedBootloader } from "./carried-bootloader.ts";

/** Whole sectors at a sector boundary. Bytes the image does not set inside them are FF. */
export interface PlanRegion {
  /** Flash address, a multiple of 4096. */
  readonly start: number;
  /** A multiple of 4096 bytes. */
  readonly bytes: Uint8Array;
}

/**
 * Bytes to go into a sector whose other bytes stay the board's own: what the sector becomes is known
 * only once a board is met. Inside one sector, which is in no region of the plan.
 */
export type PlanPatch =
  | {
      readonly kind: "bytes";
      /** Flash address of the first byte. */
      readonly start: number;
      readonly bytes: Uint8Array;
      /** What it is, for messages: a field of the recipe, or a file. */
      readonly field: string;
    }
  | {
      readonly kind: "calibration-mac";
      /** 12 hex digits, lower case, in transmission order. */
      readonly mac: string;
      readonly field: string;
    };

/** The board that a plan makes others alike: what it brings of a whole dump. */
export interface ClonedBoard {
  /** Size of its flash: a board with another has its calibration elsewhere. */
  readonly flashBytes: number;
  /** 12 hex digits, which all boards share that are given none; null where the dump has none that a board can own. */
  readonly mac: string | null;
  /** Flash address of the calibration that has it. */
  readonly calibrationAt: number | null;
}

/**
 * What one board's flash shall hold, checked and merged into whole sectors before anything is
 * touched. Regions are sorted and do not overlap or touch each other.
 */
export interface FlashPlan {
  readonly chip: ChipName;
  readonly regions: readonly PlanRegion[];
  /** What a run adds to sectors of the board's own; none in a board's own plan. */
  readonly patches: readonly PlanPatch[];
  /** Of an image that brought a bootloader which is not written. */
  readonly carriedBootloader?: CarriedBootloader | undefined;
  /** Of a whole dump: then the regions cover calibration and identity, too. */
  readonly clone?: ClonedBoard | undefined;
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

/** Sectors per block. */
const BLOCK_SECTORS = BLOCK_BYTES / SECTOR_BYTES;

/**
 * The erases that sectors, in order of address, need: blocks of 64 KiB where all of one are among
 * them, sectors elsewhere (hazard H4).
 */
export const erasesOf = (sectors: readonly PlanSector[]): EraseStep[] => {
  const steps: EraseStep[] = [];
  for (let index = 0; index < sectors.length; ) {
    const address = sectors[index]?.address ?? 0;
    const last = sectors[index + BLOCK_SECTORS - 1]?.address;
    const isBlock = address % BLOCK_BYTES === 0 && last === address + BLOCK_BYTES - SECTOR_BYTES;
    steps.push(
      isBlock
        ? { address, unit: "block", bytes: BLOCK_BYTES }
        : { address, unit: "sector", bytes: SECTOR_BYTES },
    );
    index += isBlock ? BLOCK_SECTORS : 1;
  }
  return steps;
};

/** The plan's sectors that a range touches, in order of address. */
export const sectorsIn = (plan: FlashPlan, { start, end }: Range): PlanSector[] =>
  sectorsOf(plan).filter(({ address }) => address < end && address + SECTOR_BYTES > start);

/** A region cut at every multiple of `partBytes`. */
export const partsOf = ({ start, bytes }: PlanRegion, partBytes: number): PlanRegion[] => {
  const parts: PlanRegion[] = [];
  const end = start + bytes.length;
  for (let from = start; from < end; ) {
    const to = Math.min(end, from - (from % partBytes) + partBytes);
    parts.push({ start: from, bytes: bytes.subarray(from - start, to - start) });
    from = to;
  }
  return parts;
};

/** The ranges the plan's regions take up. */
export const rangesOf = (plan: FlashPlan): Range[] =>
  plan.regions.map(({ start, bytes }) => ({ start, end: start + bytes.length }));

/** Bytes the plan erases, which is also what its verification covers. */
export const planBytes = (plan: FlashPlan): number =>
  plan.regions.reduce((sum, region) => sum + region.bytes.length, 0);
