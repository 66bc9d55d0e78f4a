import { hasBytesAt } from "../bytes/find-bytes.ts";
import { fromHex } from "../bytes/hex.ts";

/** Bytes before the payload. */
export const UG_HEADER_BYTES = 32;

const MAGIC = fromHex("55aa55aa");
const MAGIC_2 = fromHex("aa55aa55");
const SUMMED_HEADER_BYTES = 24;

const u32BigEndian = (bytes: Uint8Array, offset: number): number =>
  (bytes[offset] ?? 0) * 0x1000000 +
  (((bytes[offset + 1] ?? 0) << 16) | ((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0));

const sumOf = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) >>> 0;
  return sum;
};

/** Whether a Tuya UG header starts the file (firmware-formats.md section 7). */
export const isTuyaUg = (bytes: Uint8Array): boolean =>
  bytes.length >= UG_HEADER_BYTES && hasBytesAt(bytes, 0, MAGIC) && hasBytesAt(bytes, 28, MAGIC_2);

/** Whether its length and both of its sums are right. */
export const isIntactUg = (bytes: Uint8Array): boolean =>
  u32BigEndian(bytes, 16) === bytes.length - UG_HEADER_BYTES &&
  u32BigEndian(bytes, 20) === sumOf(bytes.subarray(UG_HEADER_BYTES)) &&
  u32BigEndian(bytes, 24) === sumOf(bytes.subarray(0, SUMMED_HEADER_BYTES));
