import { writeU32 } from "../../bytes/little-endian.ts";
import {
  UF2_BLOCK_BYTES,
  UF2_DATA_AT,
  UF2_DATA_BYTES,
  UF2_END_AT,
  UF2_FLAGS,
  UF2_MAGICS,
} from "../uf2-block.ts";

/** A tag and its value. */
export type Uf2Tag = readonly [type: number, value: Uint8Array];

/** Consecutive bytes of a partition; the tags go with its first block. */
export interface Uf2Section {
  readonly tags: readonly Uf2Tag[];
  /** Offset in the partition. */
  readonly address: number;
  readonly bytes: Uint8Array;
}

interface BlockDraft {
  readonly flags: number;
  readonly address: number;
  readonly data: Uint8Array;
  readonly tags: readonly Uf2Tag[];
}

const draftSection = ({ tags, address, bytes }: Uf2Section): BlockDraft[] =>
  Array.from({ length: Math.ceil(bytes.length / UF2_DATA_BYTES) }, (_, index) => ({
    flags: UF2_FLAGS.hasFamily | (index === 0 ? UF2_FLAGS.hasTags : 0),
    address: address + index * UF2_DATA_BYTES,
    data: bytes.subarray(index * UF2_DATA_BYTES, (index + 1) * UF2_DATA_BYTES),
    tags: index === 0 ? tags : [],
  }));

const writeTags = (block: Uint8Array, from: number, tags: readonly Uf2Tag[]): void => {
  let at = from;
  for (const [type, value] of tags) {
    writeU32(block, at, (type << 8) | (value.length + 4));
    block.set(value, at + 4);
    at += Math.ceil((value.length + 4) / 4) * 4;
  }
};

/** A UF2 file as LibreTiny writes it: a header block, then the sections (firmware-formats.md 3.1). */
export const encodeUf2 = (
  family: number,
  header: readonly Uf2Tag[],
  sections: readonly Uf2Section[],
): Uint8Array => {
  const { hasFamily, hasTags, notMainFlash } = UF2_FLAGS;
  const first = { flags: hasFamily | hasTags | notMainFlash, address: 0, data: new Uint8Array(0) };
  const drafts = [{ ...first, tags: header }, ...sections.flatMap(draftSection)];
  const file = new Uint8Array(drafts.length * UF2_BLOCK_BYTES);
  drafts.forEach(({ flags, address, data, tags }, sequence) => {
    const at = sequence * UF2_BLOCK_BYTES;
    const block = file.subarray(at, at + UF2_BLOCK_BYTES);
    const { first: magic, second, last } = UF2_MAGICS;
    const head = [magic, second, flags, address, data.length, sequence, drafts.length, family];
    head.forEach((value, index) => {
      writeU32(block, index * 4, value);
    });
    block.set(data, UF2_DATA_AT);
    writeTags(block, UF2_DATA_AT + data.length, tags);
    writeU32(block, UF2_END_AT, last);
  });
  return file;
};
