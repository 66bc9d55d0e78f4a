import { crc32 } from "../bytes/crc32.ts";
import { hasBytesAt } from "../bytes/find-bytes.ts";
import { readU32, writeU32 } from "../bytes/little-endian.ts";
import { asciiBytes, fieldText } from "../bytes/text.ts";
import { BLOCK_BYTES, isBlockAt, unwrapBlocks, wrapBlocks } from "./code-block.ts";

/** Bytes of a header as such. */
export const HEADER_BYTES = 96;

/** Bytes of a header in flash: three blocks. */
export const STORED_HEADER_BYTES = 3 * BLOCK_BYTES;

/** The header's first bytes, in flash too: it is not scrambled. */
export const RBL_MAGIC = asciiBytes("RBL\0");

/** What an RBL header says of the code or package it belongs to (firmware-formats.md section 6.1). */
export interface RblHeader {
  readonly packing: { readonly encryption: number; readonly compression: number };
  /** Unix time in seconds. */
  readonly builtAt: number;
  /** `app` or `bootloader`. Safe to show, as is the version. */
  readonly name: string;
  readonly version: string;
  readonly bodyCrc32: number;
  readonly bodyFnv1a: number;
  readonly rawBytes: number;
  readonly packageBytes: number;
}

/** Why there is no header. */
export type RblHeaderFault = "cut" | "magic" | "crc-16" | "crc-32";

/** A header, or why there is none. */
export type RblHeaderResult =
  | { readonly ok: true; readonly header: RblHeader }
  | { readonly ok: false; readonly fault: RblHeaderFault };

const AT = { packing: 4, time: 8, name: 12, version: 28, serial: 52, bodyCrc: 76 } as const;
const VERSION_END = 52;
const SERIAL = asciiBytes(`${"0".repeat(23)}\0`);

/** Reads a header of 96 plain bytes at `offset`, as in OTA packages. */
export const readRblHeader = (bytes: Uint8Array, offset = 0): RblHeaderResult => {
  const head = bytes.subarray(offset, offset + HEADER_BYTES);
  if (head.length < HEADER_BYTES) return { ok: false, fault: "cut" };
  if (!hasBytesAt(head, 0, RBL_MAGIC)) return { ok: false, fault: "magic" };
  if (crc32(head.subarray(0, 92)) !== readU32(head, 92)) return { ok: false, fault: "crc-32" };
  return {
    ok: true,
    header: {
      packing: { encryption: head[AT.packing] ?? 0, compression: head[AT.packing + 1] ?? 0 },
      builtAt: readU32(head, AT.time),
      name: fieldText(head.subarray(AT.name, AT.version)),
      version: fieldText(head.subarray(AT.version, VERSION_END)),
      bodyCrc32: readU32(head, AT.bodyCrc),
      bodyFnv1a: readU32(head, 80),
      rawBytes: readU32(head, 84),
      packageBytes: readU32(head, 88),
    },
  };
};

/** Reads a header of three blocks at `offset`, as in flash. */
export const readStoredRblHeader = (stored: Uint8Array, offset: number): RblHeaderResult => {
  if (offset < 0 || offset + STORED_HEADER_BYTES > stored.length)
    return { ok: false, fault: "cut" };
  if (!hasBytesAt(stored, offset, RBL_MAGIC)) return { ok: false, fault: "magic" };
  const valid = [0, 1, 2].every((block) => isBlockAt(stored, offset + block * BLOCK_BYTES));
  if (!valid) return { ok: false, fault: "crc-16" };
  return readRblHeader(unwrapBlocks(stored, offset, HEADER_BYTES));
};

/** The header's 96 bytes. Name and version are cut to their fields, 15 and 23 characters. */
export const encodeRblHeader = (header: RblHeader): Uint8Array => {
  const head = new Uint8Array(HEADER_BYTES);
  head.set(RBL_MAGIC);
  head.set([header.packing.encryption, header.packing.compression], AT.packing);
  writeU32(head, AT.time, header.builtAt);
  head.set(asciiBytes(header.name).subarray(0, 15), AT.name);
  head.set(asciiBytes(header.version).subarray(0, 23), AT.version);
  head.set(SERIAL, AT.serial);
  writeU32(head, AT.bodyCrc, header.bodyCrc32);
  writeU32(head, 80, header.bodyFnv1a);
  writeU32(head, 84, header.rawBytes);
  writeU32(head, 88, header.packageBytes);
  writeU32(head, 92, crc32(head.subarray(0, 92)));
  return head;
};

/** The header as flash stores it, 102 bytes. */
export const storeRblHeader = (header: RblHeader): Uint8Array =>
  wrapBlocks(encodeRblHeader(header));
