import { readU32 } from "../../libs/bytes/little-endian.ts";
import { readUf2Tags, UF2_TAG } from "../../libs/firmware/uf2-tags.ts";
import { joined, withBytes, withUf2Field } from "../libs/firmware/craft.ts";

const BLOCK = 512;
const ADDRESS_AT = 12;
const LENGTH_AT = 16;
const DATA_AT = 32;
const END_AT = 508;

/** Tags by type, in the order of the file. */
type Tags = ReadonlyMap<number, Uint8Array>;

const encodeTags = (tags: Tags): Uint8Array =>
  joined(
    ...[...tags].map(([type, value]) => {
      const size = value.length + 4;
      const tag = new Uint8Array(Math.ceil(size / 4) * 4);
      tag.set([size, type, type >>> 8, type >>> 16]);
      tag.set(value, 4);
      return tag;
    }),
  );

/** A UF2 with other tags in its header. */
export const withHeaderTags = (file: Uint8Array, change: (tags: Tags) => Tags): Uint8Array => {
  const tags = readUf2Tags(file.subarray(DATA_AT, END_AT));
  if (tags === undefined) throw new Error("the header's tags cannot be read");
  const area = new Uint8Array(END_AT - DATA_AT);
  area.set(encodeTags(change(tags)));
  return withBytes(file, DATA_AT, area);
};

/** A UF2 whose table puts the app elsewhere. */
export const withAppAt = (file: Uint8Array, start: number): Uint8Array =>
  withHeaderTags(file, (tags) => {
    const table = tags.get(UF2_TAG.partitionTable)?.slice();
    if (table === undefined) throw new Error("the UF2 has no partition table");
    for (let at = 0; at < table.length; at += 48) {
      const isApp = Buffer.from(table.subarray(at + 4, at + 8)).toString("latin1") === "app\0";
      if (isApp) new DataView(table.buffer).setUint32(at + 36, start, true);
    }
    return new Map([...tags, [UF2_TAG.partitionTable, table]]);
  });

/** Two blocks of a UF2 in each other's place. */
export const withSwappedBlocks = (file: Uint8Array, a: number, b: number): Uint8Array =>
  withBlockCopied(withBlockCopied(file, b, a), a, b, file);

/** Block `from` over block `to`. */
export const withBlockCopied = (
  file: Uint8Array,
  from: number,
  to: number,
  original = file,
): Uint8Array => withBytes(file, to * BLOCK, original.subarray(from * BLOCK, (from + 1) * BLOCK));

/** A UF2 in which the first image is for other schemes. */
export const withFirstPartInfo = (file: Uint8Array, nibbles: Uint8Array): Uint8Array => {
  let at = BLOCK + DATA_AT + readU32(file, BLOCK + LENGTH_AT);
  while (readU32(file, at) >>> 8 !== UF2_TAG.otaPartInfo) {
    at += Math.ceil((file[at] ?? 0) / 4) * 4;
    if (at >= 2 * BLOCK) throw new Error("the first image has no part info");
  }
  return withBytes(file, at + 4, nibbles);
};

/** A UF2 in which the data for one place of the partition goes to another. */
export const withDataMoved = (file: Uint8Array, from: number, to: number): Uint8Array => {
  const block = Array.from({ length: file.length / BLOCK }, (_, index) => index).find(
    (index) => readU32(file, index * BLOCK + ADDRESS_AT) === from,
  );
  if (block === undefined) throw new Error(`no block is for ${from}`);
  return withUf2Field(file, block, ADDRESS_AT, to);
};
