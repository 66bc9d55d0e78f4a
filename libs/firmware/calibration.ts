import { hasBytesAt } from "../bytes/find-bytes.ts";
import { toHex } from "../bytes/hex.ts";
import { readU32 } from "../bytes/little-endian.ts";
import { asciiBytes } from "../bytes/text.ts";

/** What a calibration sector starts with (firmware-formats.md section 9.4). */
export const TLV_MAGIC = asciiBytes("TLV\0");

/** The Wi-Fi MAC's tag. */
export const MAC_TAG = 0x11111102;

/** Bytes of a MAC. */
export const MAC_BYTES = 6;

/** Bytes before the first item, and before each item's value. */
const HEAD_BYTES = 8;

/** Tags ending in 00 are groups: their value is more items. */
const isGroup = (tag: number): boolean => (tag & 0xff) === 0;

/**
 * The MAC in a calibration sector, 12 hex digits in transmission order, found by walking the tags;
 * undefined if there is none. Whether it is a usable address is for the caller to judge.
 */
export const readMac = (sector: Uint8Array): string | undefined => {
  if (!hasBytesAt(sector, 0, TLV_MAGIC)) return undefined;
  const end = Math.min(sector.length, HEAD_BYTES + readU32(sector, 4));
  let at = HEAD_BYTES;
  while (at + HEAD_BYTES <= end) {
    const tag = readU32(sector, at);
    const length = readU32(sector, at + 4);
    at += HEAD_BYTES;
    if (tag === MAC_TAG) {
      return length === MAC_BYTES && at + MAC_BYTES <= end
        ? toHex(sector.subarray(at, at + MAC_BYTES))
        : undefined;
    }
    if (!isGroup(tag)) at += length;
  }
  return undefined;
};

/**
 * Whether a board of its own can have this MAC (12 hex digits): not all zero, and no group address,
 * which all FF is as well. Boards that were never given one share these.
 */
export const isOwnMac = (mac: string): boolean =>
  /[1-9a-f]/.test(mac) && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0;
