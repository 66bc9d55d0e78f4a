/** LibreTiny's tags (firmware-formats.md section 3.3); any other is skipped. */
export const UF2_TAG = {
  version: 0x9fc7bc,
  pageSize: 0x0be9f7,
  sha2: 0xb46db0,
  device: 0x650d9d,
  deviceId: 0xc8a729,
  otaFormat1: 0x5d57d0,
  otaFormat2: 0x6c8492,
  otaPartList: 0x6ec68a,
  otaPartInfo: 0xc0ee0c,
  board: 0xca25c8,
  firmware: 0x00de43,
  buildDate: 0x822f30,
  libreTiny: 0x59563d,
  binpatch: 0xb948de,
  partitionTable: 0x8288ed,
  legacyPart1: 0x805946,
  legacyPart2: 0xa1e4d7,
  legacyHasOta1: 0xbbd965,
  legacyHasOta2: 0x92280e,
} as const;

/** Values by tag. */
export type Uf2Tags = ReadonlyMap<number, Uint8Array>;

const HEAD_BYTES = 4;

/**
 * The tags behind a block's data, or undefined if one reaches past its block. What follows the list's
 * end is not looked at: LibreTiny leaves a comment there.
 */
export const readUf2Tags = (rest: Uint8Array): Uf2Tags | undefined => {
  const tags = new Map<number, Uint8Array>();
  let at = 0;
  for (let size = rest[at] ?? 0; size !== 0; size = rest[at] ?? 0) {
    if (size < HEAD_BYTES || at + size > rest.length) return undefined;
    const type = (rest[at + 1] ?? 0) | ((rest[at + 2] ?? 0) << 8) | ((rest[at + 3] ?? 0) << 16);
    tags.set(type, rest.subarray(at + HEAD_BYTES, at + size));
    at += Math.ceil(size / 4) * 4;
  }
  return tags;
};
