import { readUf2Block, UF2_BLOCK_BYTES, UF2_FLAGS, type Uf2Block } from "./uf2-block.ts";
import type { Uf2Fault } from "./uf2-fault.ts";

/** All blocks of a file: whole, in order, of one family, as many as they say. Or what is wrong. */
export const readUf2Blocks = (bytes: Uint8Array): readonly Uf2Block[] | Uf2Fault => {
  if (bytes.length === 0 || bytes.length % UF2_BLOCK_BYTES !== 0) {
    return { fault: "length", bytes: bytes.length };
  }
  const count = bytes.length / UF2_BLOCK_BYTES;
  const blocks: Uf2Block[] = [];
  for (let index = 0; index < count; index += 1) {
    const block = readUf2Block(bytes, index);
    if (block === undefined) return { fault: "bad-block", block: index };
    const fault = findBlockFault(block, index, count, blocks[0] ?? block);
    if (fault !== undefined) return fault;
    blocks.push(block);
  }
  return blocks;
};

const findBlockFault = (
  block: Uf2Block,
  index: number,
  count: number,
  first: Uf2Block,
): Uf2Fault | undefined => {
  if (block.blocks !== count) {
    return { fault: "block-count", expected: block.blocks, found: count };
  }
  if (block.sequence !== index) return { fault: "sequence", block: index, found: block.sequence };
  const { hasFamily, fileContainer } = UF2_FLAGS;
  if ((block.flags & (hasFamily | fileContainer)) !== hasFamily) {
    return { fault: "no-family", block: index };
  }
  if (block.family !== first.family) {
    return { fault: "mixed-families", block: index, first: first.family, found: block.family };
  }
  return undefined;
};
