import { crc16 } from "../bytes/crc16.ts";

/** Bytes of code in a block, as the CPU counts them. */
export const CODE_BYTES = 32;

/** Bytes a block takes in flash: its code and a big-endian CRC-16 (firmware-formats.md section 4). */
export const BLOCK_BYTES = 34;

/** Flash address of a logical (CPU) address that is a multiple of 32. */
export const toPhysical = (logical: number): number => (logical / CODE_BYTES) * BLOCK_BYTES;

/** Logical (CPU) address of a flash address at a block's start. */
export const toLogical = (physical: number): number => (physical / BLOCK_BYTES) * CODE_BYTES;

/** Whether a whole block with the right CRC-16 stands at `offset`. */
export const isBlockAt = (stored: Uint8Array, offset: number): boolean =>
  offset + BLOCK_BYTES <= stored.length &&
  crc16(stored, offset, offset + CODE_BYTES) ===
    (((stored[offset + CODE_BYTES] ?? 0) << 8) | (stored[offset + CODE_BYTES + 1] ?? 0));

const isErasedAt = (stored: Uint8Array, start: number, end: number): boolean => {
  for (let at = start; at < end; at += 1) if (stored[at] !== 0xff) return false;
  return true;
};

/**
 * The first block of `[start, end)`, on the grid from `start`, that is neither valid nor erased.
 * A rest shorter than a block must be erased. Undefined if all is well.
 */
export const findBadBlock = (
  stored: Uint8Array,
  start: number,
  end: number,
): number | undefined => {
  for (let at = start; at < end; at += BLOCK_BYTES) {
    const next = Math.min(at + BLOCK_BYTES, end);
    // Most of a container is erased, and that is the quicker question.
    if (isErasedAt(stored, at, next)) continue;
    if (next - at !== BLOCK_BYTES || !isBlockAt(stored, at)) return at;
  }
  return undefined;
};

/** The first block of `[start, end)`, whole blocks from `start` on, that is not valid; erased ones are not. */
export const findUnwrittenBlock = (
  stored: Uint8Array,
  start: number,
  end: number,
): number | undefined => {
  for (let at = start; at < end; at += BLOCK_BYTES) if (!isBlockAt(stored, at)) return at;
  return undefined;
};

/** The code of the blocks from `start` on, `codeBytes` long; CRC-16s are dropped, not checked. */
export const unwrapBlocks = (stored: Uint8Array, start: number, codeBytes: number): Uint8Array => {
  const code = new Uint8Array(codeBytes);
  for (let at = 0, from = start; at < codeBytes; at += CODE_BYTES, from += BLOCK_BYTES) {
    code.set(stored.subarray(from, from + Math.min(CODE_BYTES, codeBytes - at)), at);
  }
  return code;
};

/** Code as flash stores it. A short last block is filled with FF. */
export const wrapBlocks = (code: Uint8Array): Uint8Array => {
  const blocks = Math.ceil(code.length / CODE_BYTES);
  const stored = new Uint8Array(blocks * BLOCK_BYTES).fill(0xff);
  for (let block = 0; block < blocks; block += 1) {
    const at = block * BLOCK_BYTES;
    stored.set(code.subarray(block * CODE_BYTES, (block + 1) * CODE_BYTES), at);
    const crc = crc16(stored, at, at + CODE_BYTES);
    stored.set([crc >>> 8, crc], at + CODE_BYTES);
  }
  return stored;
};
