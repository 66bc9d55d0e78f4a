import { crc32 } from "../../bytes/crc32.ts";
import { writeU32 } from "../../bytes/little-endian.ts";
import { asciiBytes } from "../../bytes/text.ts";
import { FAL_ENTRY_BYTES, FAL_MAGIC, type Partitions } from "../uf2-partitions.ts";
import { UF2_TAG } from "../uf2-tags.ts";
import type { Uf2Tag } from "./encode-uf2.ts";

/** What a UF2 header says of its firmware. */
export interface Uf2Label {
  readonly board: string;
  readonly partitions: Partitions;
  readonly version: string;
  /** Unix time in seconds. */
  readonly builtAt: number;
}

const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  writeU32(bytes, 0, value);
  return bytes;
};

const encodeTable = (partitions: Partitions): Uint8Array => {
  const table = new Uint8Array(partitions.size * FAL_ENTRY_BYTES);
  [...partitions].forEach(([name, { start, end }], index) => {
    const entry = table.subarray(index * FAL_ENTRY_BYTES);
    writeU32(entry, 0, FAL_MAGIC);
    entry.set(asciiBytes(name), 4);
    entry.set(asciiBytes("flash0"), 20);
    writeU32(entry, 36, start);
    writeU32(entry, 40, end - start);
  });
  return table;
};

/** The tags of a header block, those LibreTiny writes and a station could look at. */
export const uf2Header = ({ board, partitions, version, builtAt }: Uf2Label): readonly Uf2Tag[] => [
  [UF2_TAG.board, asciiBytes(board)],
  [UF2_TAG.deviceId, u32(crc32(asciiBytes(`LibreTiny ${board}`)))],
  [UF2_TAG.libreTiny, asciiBytes("1.8.0")],
  [UF2_TAG.firmware, asciiBytes("generated")],
  [UF2_TAG.version, asciiBytes(version)],
  [UF2_TAG.buildDate, u32(builtAt)],
  [UF2_TAG.partitionTable, encodeTable(partitions)],
  [UF2_TAG.otaFormat2, Uint8Array.of(2)],
  [UF2_TAG.device, asciiBytes("LibreTiny")],
  [UF2_TAG.otaFormat1, Uint8Array.of(1)],
  [UF2_TAG.otaPartList, Uint8Array.of(0x10, 0x01, 0x00)],
];
