import { UF2_FLAGS, type Uf2Block } from "./uf2-block.ts";
import type { Uf2Fault } from "./uf2-fault.ts";
import type { Partitions } from "./uf2-partitions.ts";
import { targetOf, type Uf2Target } from "./uf2-scheme.ts";
import { readUf2Tags, UF2_TAG, type Uf2Tags } from "./uf2-tags.ts";

/** Bytes for a flash address. */
export interface Uf2Write {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** The partition an app is written to: the only one a station writes. */
const APP = "app";

/** A block's tags, or undefined if they are broken. */
export const tagsOf = (block: Uf2Block): Uf2Tags | undefined =>
  block.flags & UF2_FLAGS.hasTags ? readUf2Tags(block.rest) : new Map();

/** What the blocks write under "flasher single", in order of address, joined where they touch. */
export const collectWrites = (
  blocks: readonly Uf2Block[],
  partitions: Partitions,
): readonly Uf2Write[] | Uf2Fault => {
  const placed: PlacedBlock[] = [];
  let target: Uf2Target = { kind: "skip" };
  for (const block of blocks) {
    const index = block.sequence;
    const tags = tagsOf(block);
    const info = tags?.get(UF2_TAG.otaPartInfo);
    if (info !== undefined) target = targetOf(info);
    if (tags === undefined || target.kind === "broken") return { fault: "bad-tags", block: index };
    const isData = block.data.length > 0 && !(block.flags & UF2_FLAGS.notMainFlash);
    if (target.kind === "skip" || !isData) continue;
    const start = place(block, target.name, partitions);
    if (typeof start !== "number") return start;
    placed.push({ start, bytes: block.data, block: index });
  }
  return placed.length === 0 ? { fault: "nothing-to-write" } : joinBlocks(placed);
};

/** Flash address of a block's data. */
const place = (block: Uf2Block, name: string, partitions: Partitions): number | Uf2Fault => {
  const partition = partitions.get(name);
  if (partition === undefined) return { fault: "unknown-partition", partition: name };
  if (name !== APP) return { fault: "unexpected-partition", partition: name };
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
  const sorted = [...placed].sort((a, b) => a.start - b.start);
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
