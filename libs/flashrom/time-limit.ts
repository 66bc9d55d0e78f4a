/** For its start, the chip's answer and the second it waits before it verifies. */
const START_MS = 60_000;

/** A bus whose speed nobody told is taken to be as slow as any that was seen to work (uart-protocol.md section 9). */
const SLOWEST_BITS_PER_SECOND = 20_000;

/** Gaps between transfers, commands and polls: a bus seldom carries more than half of what it could. */
const PATIENCE = 4;

/**
 * How long flashrom may take to move `bytes` over a bus of that speed, and to erase `sectors` of 4 KiB. In ms, generous:
 * it is there for a program that hangs.
 */
export const timeLimit = (bitsPerSecond: number | null, bytes: number, sectors = 0): number => {
  const moveMs = (bytes * 8 * 1000) / (bitsPerSecond ?? SLOWEST_BITS_PER_SECOND);
  return Math.ceil(START_MS + moveMs * PATIENCE + sectors * SECTOR_ERASE_MS);
};

/** The longest that makers of these parts grant an erase of 4 KiB, and the look at it. */
const SECTOR_ERASE_MS = 1000;
