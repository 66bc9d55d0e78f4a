import { UF2_FLAGS, type Uf2Block } from "./uf2-block.ts";
import type { Uf2Fault } from "./uf2-fault.ts";
import type { Partitions } from "./uf2-partitions.ts";
import { targetOf, type Uf2Scheme, type Uf2Target } from "./uf2-scheme.ts";
import { readUf2Tags, UF2_TAG, type Uf2Tags } from "./uf2-tags.ts";

/** Bytes for a flash address. */
export interface Uf2Write {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** A block's tags, or undefined if they are broken. */
export const tagsOf = (block: Uf2Block): Uf2Tags | undefined =>
  block.flags & UF2_FLAGS.hasTags ? readUf2Tags(block.rest) : new Map();

/** Whether a block holds bytes for the flash. */
export const isDataBlock = ({ data, flags }: Uf2Block): boolean =>
  data.length > 0 && !(flags & UF2_FLAGS.notMainFlash);

/** What the blocks write under a scheme, in order of address, joined where they touch; maybe nothing. */
export const collectWrites = (
  blocks: readonly Uf2Block[],
  partitions: Partitions,
  scheme: Uf2Scheme,
): readonly Uf2Write[] | Uf2Fault => {
  const placed: PlacedBlock[] = [];
  let target: Uf2Target | undefined;
  for (const block of blocks) {
    const index = block.sequence;
    const tags = tagsOf(block);
    if (tags === undefined) return { fault: "bad-tags", block: index };
    const info = tags.get(UF2_TAG.otaPartInfo);
    if (info !== undefined) target = targetOf(info, scheme);
    if (target?.kind === "broken") return { fault: "bad-part-info", block: index };
    if (!isDataBlock(block) || target?.kind === "skip") continue;
    if (target === undefined) return { fault: "unplaced", block: index };
    const start = place(block, target.name, partitions, scheme);
    if (typeof start !== "number") return start;
    placed.push({ start, bytes: block.data, block: index });
  }
  return joinBlocks(placed);
};

/** The partition a flasher writes: nothing in another one could be checked. */
const APP = "app";

/** Flash address of a block's data. */
const place = (
  block: Uf2Block,
  name: string,
  partitions: Partitions,
  scheme: Uf2Scheme,
): number | Uf2Fault => {
  const partition = partitions.get(name);
  if (partition === undefined) return { fault: "unknown-partition", partition: name };
  if (name !== APP && scheme === "flasherSingle") {
    return { fault: "unexpected-partition", partition: name };
  }
  const partitionBytes = partition.end - partition.start;
  const end = block.address + block.data.length;
  return end > partitionBytes
    ? { fault: "past-partition", block: block.sequence, partition: name, end, partitionBytes }
    : partition.start + block.address;
};

interface PlacedBlock extends Uf2Write {
  readonly block: number;
}

const joinBlocks = (placed: readonly PlacedBlock[]): readonly Uf2Write[] | Uf2Fault => {
  const sorted = [...placed].sort((a, b) => a.start - b.start || a.block - b.block);
  const runs: PlacedBlock[][] = [];
  let end = -1;
  for (const piece of sorted) {
    if (piece.start < end) return { fault: "rewrites", block: piece.block };
    if (piece.start === end) runs.at(-1)?.push(piece);
    else runs.push([piece]);
    end = piece.start + piece.bytes.length;
  }
  return runs.map((run) => ({
    start: run[0]?.start ?? 0,
    bytes: Uint8Array.from(Buffer.concat(run.map(({ bytes }) => bytes))),
  }));
};
