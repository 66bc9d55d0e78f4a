/** For its start, the chip's answer and the second it waits before it verifies. */
const START_MS = 20_000;

/** A bus whose speed nobody told is taken to be as slow as any that was seen to work (uart-protocol.md section 9). */
const SLOWEST_BITS_PER_SECOND = 20_000;

/** Gaps between transfers, commands and polls: a bus seldom carries more than half of what it could. */
const PATIENCE = 4;

/**
 * How long flashrom may be silent while it moves `bytes` over a bus of that speed. In ms, generous: it is there for a
 * program that hangs.
 */
export const timeLimit = (bitsPerSecond: number | null, bytes: number): number => {
  const moveMs = (bytes * 8 * 1000) / (bitsPerSecond ?? SLOWEST_BITS_PER_SECOND);
  return Math.ceil(START_MS + moveMs * PATIENCE);
};
