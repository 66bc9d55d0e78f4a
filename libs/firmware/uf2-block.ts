import { readU32 } from "../bytes/little-endian.ts";

/** Bytes of a UF2 block. */
export const UF2_BLOCK_BYTES = 512;

/** Where a block's data starts. */
export const UF2_DATA_AT = 32;

/** Most data LibreTiny puts in a block. */
export const UF2_DATA_BYTES = 256;

/** Where the last magic stands; data and tags end before it. */
export const UF2_END_AT = 508;

/** Where a block with an MD5 has it: start and length of what it covers, then 16 bytes. */
export const UF2_MD5_AT = 484;

/** A block's three magic numbers. */
export const UF2_MAGICS = { first: 0x0a324655, second: 0x9e5d5157, last: 0x0ab16f30 } as const;

/** A block's flag bits (firmware-formats.md section 3.1). */
export const UF2_FLAGS = {
  notMainFlash: 0x1,
  fileContainer: 0x1000,
  hasFamily: 0x2000,
  hasMd5: 0x4000,
  hasTags: 0x8000,
} as const;

/** An MD5 over a range of the block's partition, which the UF2 format allows and LibreTiny does not write. */
export interface Uf2Md5 {
  readonly start: number;
  readonly length: number;
  /** 16 bytes. */
  readonly digest: Uint8Array;
}

/** One block, as LibreTiny means it. */
export interface Uf2Block {
  readonly flags: number;
  /** Offset in the current partition. */
  readonly address: number;
  readonly sequence: number;
  readonly blocks: number;
  readonly family: number;
  readonly data: Uint8Array;
  /** Tags and fill behind the data. */
  readonly rest: Uint8Array;
  /** The block's MD5, if it is flagged to have one. */
  readonly md5: Uf2Md5 | undefined;
}

const hasMagics = (bytes: Uint8Array, at: number): boolean =>
  readU32(bytes, at) === UF2_MAGICS.first &&
  readU32(bytes, at + 4) === UF2_MAGICS.second &&
  readU32(bytes, at + UF2_END_AT) === UF2_MAGICS.last;

/** Whether a file starts as UF2, be it damaged from there on. */
export const isUf2 = (bytes: Uint8Array): boolean =>
  bytes.length >= 8 &&
  readU32(bytes, 0) === UF2_MAGICS.first &&
  readU32(bytes, 4) === UF2_MAGICS.second;

/** Block number `index` of a file, or undefined if its magics or its length are wrong. */
export const readUf2Block = (bytes: Uint8Array, index: number): Uf2Block | undefined => {
  const at = index * UF2_BLOCK_BYTES;
  const length = readU32(bytes, at + 16);
  if (!hasMagics(bytes, at) || length > UF2_DATA_BYTES) return undefined;
  const dataAt = at + UF2_DATA_AT;
  const flags = readU32(bytes, at + 8);
  const md5 = flags & UF2_FLAGS.hasMd5 ? readMd5(bytes, at + UF2_MD5_AT) : undefined;
  const end = at + (md5 === undefined ? UF2_END_AT : UF2_MD5_AT);
  return {
    flags,
    address: readU32(bytes, at + 12),
    sequence: readU32(bytes, at + 20),
    blocks: readU32(bytes, at + 24),
    family: readU32(bytes, at + 28),
    data: bytes.subarray(dataAt, dataAt + length),
    rest: bytes.subarray(dataAt + length, end),
    md5,
  };
};

const readMd5 = (bytes: Uint8Array, at: number): Uf2Md5 => ({
  start: readU32(bytes, at),
  length: readU32(bytes, at + 4),
  digest: bytes.subarray(at + 8, at + 24),
});
