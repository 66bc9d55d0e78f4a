import { readU32 } from "../bytes/little-endian.ts";
import type { Range } from "../bytes/ranges.ts";
import { fieldText } from "../bytes/text.ts";
import type { Uf2Fault } from "./uf2-fault.ts";
import { UF2_TAG, type Uf2Tags } from "./uf2-tags.ts";

/** Flash ranges by partition name. */
export type Partitions = ReadonlyMap<string, Range>;

/** Bytes of a FAL table entry (firmware-formats.md section 3.3). */
export const FAL_ENTRY_BYTES = 48;

/** "01PE", little-endian. */
export const FAL_MAGIC = 0x45503130;

/** The boards whose layout is known without a table: LibreTiny's generic modules (section 9.2). */
export const BOARD_PARTITIONS: Readonly<Record<string, Partitions>> = {
  "generic-bk7231n-qfn32-tuya": new Map([
    ["app", { start: 0x11000, end: 0x12a000 }],
    ["download", { start: 0x12a000, end: 0x1d0000 }],
  ]),
  "generic-bk7231t-qfn32-tuya": new Map([
    ["app", { start: 0x11000, end: 0x132000 }],
    ["download", { start: 0x132000, end: 0x1d8000 }],
  ]),
};

/** The board a UF2 header names, or undefined. Safe to show. */
export const boardOf = (header: Uf2Tags): string | undefined => {
  const board = header.get(UF2_TAG.board);
  return board && fieldText(board);
};

/**
 * Where the partitions of a UF2 lie: its own table, else the board's. A family alone does not say
 * where its boards keep their data. Whether they lie where they may is for the caller to judge.
 */
export const partitionsOf = (header: Uf2Tags): Partitions | Uf2Fault => {
  const table = header.get(UF2_TAG.partitionTable);
  if (table !== undefined) return readTable(table);
  const board = boardOf(header);
  const known =
    board !== undefined && Object.hasOwn(BOARD_PARTITIONS, board) && BOARD_PARTITIONS[board];
  return known || { fault: "unknown-layout", board };
};

const readTable = (table: Uint8Array): Partitions | Uf2Fault => {
  const partitions = new Map<string, Range>();
  for (let at = 0; at < table.length; at += FAL_ENTRY_BYTES) {
    const entry = table.subarray(at, at + FAL_ENTRY_BYTES);
    if (entry.length < FAL_ENTRY_BYTES || readU32(entry, 0) !== FAL_MAGIC)
      return { fault: "bad-table" };
    const name = fieldText(entry.subarray(4, 20));
    const start = readU32(entry, 36);
    const range = { start, end: start + readU32(entry, 40) };
    for (const [other, taken] of partitions) {
      const overlaps = range.start < taken.end && taken.start < range.end;
      if (other === name || overlaps) {
        return { fault: "partitions-overlap", partition: other, other: name };
      }
    }
    partitions.set(name, range);
  }
  return partitions;
};
