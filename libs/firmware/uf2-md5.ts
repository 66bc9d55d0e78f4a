import { createHash } from "node:crypto";
import { toHex } from "../bytes/hex.ts";
import { sameBytes } from "../bytes/same-bytes.ts";
import type { Uf2Block, Uf2Md5 } from "./uf2-block.ts";
import type { Uf2Fault } from "./uf2-fault.ts";
import { UF2_TAG } from "./uf2-tags.ts";
import { isDataBlock, tagsOf } from "./uf2-writes.ts";

/** Blocks that count their addresses from the same partition. */
interface AddressSpace {
  readonly pieces: Uf2Block[];
  readonly claims: Claim[];
}

interface Claim extends Uf2Md5 {
  readonly block: number;
}

/** How many MD5s were found right, or the first that is wrong or cannot be checked. */
export const checkMd5s = (blocks: readonly Uf2Block[]): { readonly right: number } | Uf2Fault => {
  const spaces = new Map<string, AddressSpace>();
  let name = "";
  for (const block of blocks) {
    const info = tagsOf(block)?.get(UF2_TAG.otaPartInfo);
    if (info !== undefined) name = toHex(info);
    const space = spaces.get(name) ?? { pieces: [], claims: [] };
    spaces.set(name, space);
    if (isDataBlock(block)) space.pieces.push(block);
    if (block.md5 !== undefined) space.claims.push({ ...block.md5, block: block.sequence });
  }
  let right = 0;
  for (const space of spaces.values()) {
    const fault = findFault(space);
    if (fault !== undefined) return fault;
    right += space.claims.length;
  }
  return { right };
};

/**
 * Blocks of one range repeat its MD5. Ranges that overlap otherwise are refused: hashing each would
 * let a file cost its length squared.
 */
const findFault = ({ pieces, claims }: AddressSpace): Uf2Fault | undefined => {
  const sorted = [...pieces].sort((a, b) => a.address - b.address);
  let last: Claim | undefined;
  let piece = 0;
  for (const claim of [...claims].sort((a, b) => a.start - b.start || a.length - b.length)) {
    if (last !== undefined && isSame(claim, last)) continue;
    const { block, start, length, digest } = claim;
    if (last !== undefined && start < last.start + last.length)
      return { fault: "md5-range", block };
    last = claim;
    while ((sorted[piece]?.address ?? start) < start) piece += 1;
    const hash = createHash("md5");
    let at = start;
    for (; at < start + length && sorted[piece]?.address === at; piece += 1) {
      const data = sorted[piece]?.data ?? new Uint8Array(0);
      hash.update(data);
      at += data.length;
    }
    if (at !== start + length || length === 0) return { fault: "md5-range", block };
    if (!sameBytes(hash.digest(), digest)) return { fault: "md5", block };
  }
  return undefined;
};

const isSame = (a: Uf2Md5, b: Uf2Md5): boolean =>
  a.start === b.start && a.length === b.length && sameBytes(a.digest, b.digest);
