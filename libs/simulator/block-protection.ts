import type { Range } from "../bytes/ranges.ts";

/** BP0..BP2 in bits 2..4, BP3 (bottom) in bit 5, BP4 (sectors) in bit 6, CMP in bit 14. */
const bit = (status: number, at: number): boolean => ((status >> at) & 1) === 1;

const SMALLEST_BLOCKS = 0x10000;
const SMALLEST_SECTORS = 0x1000;
const LARGEST_SECTORS = 0x8000;
const ALL = 7;

/** Size of the part at one end that BP0..BP2 and BP4 choose. */
const chosenBytes = (status: number, flashBytes: number): number => {
  const level = (status >> 2) & 7;
  if (level === 0) return 0;
  if (level === ALL) return flashBytes;
  const bytes = bit(status, 6)
    ? Math.min(LARGEST_SECTORS, SMALLEST_SECTORS << (level - 1))
    : SMALLEST_BLOCKS << (level - 1);
  return Math.min(flashBytes, bytes);
};

/**
 * The range a status register protects, as most 25-series parts of these boards have it: a power of
 * two at the top, or at the bottom; with CMP all but that. Parts differ on CMP with everything chosen:
 * this one stays closed. Empty ranges protect nothing.
 */
export const protectedRange = (status: number, flashBytes: number): Range => {
  const bytes = chosenBytes(status, flashBytes);
  if (bytes === flashBytes) return { start: 0, end: flashBytes };
  const isBottom = bit(status, 5);
  if (bit(status, 14)) {
    return isBottom ? { start: bytes, end: flashBytes } : { start: 0, end: flashBytes - bytes };
  }
  return isBottom ? { start: 0, end: bytes } : { start: flashBytes - bytes, end: flashBytes };
};
