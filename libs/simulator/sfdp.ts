import { toHex } from "../bytes/hex.ts";
import type { JedecId } from "./nor-flash.ts";

/**
 * Parts that describe themselves (JESD216). EN25QH16B, P25Q16 and MX25V1635F by their data sheets;
 * the TH25Q family, whose data sheet follows Puya's, is taken to. Others are taken not to.
 */
const SELF_DESCRIBING: ReadonlySet<string> = new Set([
  ...["eb6012", "eb6015", "eb6016", "eb6017", "cd6014", "cd6016", "cd6017"],
  ...["1c7015", "852015", "856015", "c22315"],
]);

const TABLE_AT = 0x30;

/** Fast reads on two and four wires, as such parts have them; nobody here uses them. */
const FAST_READS = [
  ...[0x44, 0xeb, 0x08, 0x6b, 0x08, 0x3b, 0x42, 0xbb],
  ...[0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0xff, 0xff, 0xff, 0x00, 0xff],
];

const u32 = (value: number): readonly number[] =>
  [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);

/** What a part of `bytes` tells of itself from address 0 on: version 1.0, one table of nine words; none if it does not. */
export const sfdpOf = (id: JedecId, bytes: number): Uint8Array | undefined => {
  if (!SELF_DESCRIBING.has(toHex(Uint8Array.from(id)))) return undefined;
  const sfdp = new Uint8Array(TABLE_AT + 36).fill(0xff);
  sfdp.set([0x53, 0x46, 0x44, 0x50, 0x00, 0x01, 0x00, 0xff]);
  sfdp.set([0x00, 0x00, 0x01, 0x09, TABLE_AT, 0x00, 0x00, 0xff], 8);
  // Erases of 4 KiB by 20, pages of 64 bytes or more, three address bytes.
  sfdp.set([0xe5, 0x20, 0xf1, 0xff, ...u32(bytes * 8 - 1), ...FAST_READS], TABLE_AT);
  sfdp.set([0x0c, 0x20, 0x0f, 0x52, 0x10, 0xd8, 0x00, 0xff], TABLE_AT + 28);
  return sfdp;
};
