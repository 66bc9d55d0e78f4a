import { readUf2Block, UF2_BLOCK_BYTES, UF2_FLAGS, type Uf2Block } from "./uf2-block.ts";
import type { Uf2Fault } from "./uf2-fault.ts";

/** All blocks of a file: whole, in order, of one family, as many as they say. Or what is wrong. */
export const readUf2Blocks = (bytes: Uint8Array): readonly Uf2Block[] | Uf2Fault => {
  if (bytes.length === 0 || bytes.length % UF2_BLOCK_BYTES !== 0) {
    return { fault: "length", bytes: bytes.length };
  }
  const found = bytes.length / UF2_BLOCK_BYTES;
  const blocks: Uf2Block[] = [];
  for (let index = 0; index < found; index += 1) {
    const block = readUf2Block(bytes, index);
    const expected = (blocks[0] ?? block)?.blocks;
    // Whatever follows the last block, be it one or not, does not belong to the file.
    if (expected !== undefined && index > 0 && index >= expected) {
      return { fault: "extra-blocks", expected, found };
    }
    if (block === undefined) return { fault: "bad-block", block: index };
    const fault = findBlockFault(block, index, blocks[0] ?? block);
    if (fault !== undefined) return fault;
    blocks.push(block);
  }
  const expected = blocks[0]?.blocks ?? 0;
  if (expected === found) return blocks;
  return { fault: expected > found ? "truncated" : "extra-blocks", expected, found };
};

const findBlockFault = (block: Uf2Block, index: number, first: Uf2Block): Uf2Fault | undefined => {
  const { sequence } = block;
  if (sequence > index) return { fault: "gap", block: index, found: sequence };
  if (sequence < index) return { fault: "repeated", block: index, found: sequence };
  if (block.blocks !== first.blocks) {
    return { fault: "counts-differ", block: index, first: first.blocks, found: block.blocks };
  }
  const { hasFamily, fileContainer } = UF2_FLAGS;
  if ((block.flags & (hasFamily | fileContainer)) !== hasFamily) {
    return { fault: "no-family", block: index };
  }
  if (block.family !== first.family) {
    return { fault: "mixed-families", block: index, first: first.family, found: block.family };
  }
  return undefined;
};
