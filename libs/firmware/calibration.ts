import { hasBytesAt } from "../bytes/find-bytes.ts";
import { toHex } from "../bytes/hex.ts";
import { readU32 } from "../bytes/little-endian.ts";
import { isBlank } from "../bytes/ranges.ts";
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

/** Where a calibration sector has its MAC, or what there is instead. */
export type MacPlace =
  /** `at`: offset in the sector of the first of six bytes. */
  | { readonly kind: "found"; readonly at: number }
  /** All FF; not a calibration; a calibration without a MAC of six bytes. */
  | { readonly kind: "blank" | "foreign" | "no-mac" };

/** Looks for the MAC in a calibration sector by walking the tags. */
export const findMac = (sector: Uint8Array): MacPlace => {
  if (!hasBytesAt(sector, 0, TLV_MAGIC)) return { kind: isBlank(sector) ? "blank" : "foreign" };
  const end = Math.min(sector.length, HEAD_BYTES + readU32(sector, 4));
  let at = HEAD_BYTES;
  while (at + HEAD_BYTES <= end) {
    const tag = readU32(sector, at);
    const length = readU32(sector, at + 4);
    at += HEAD_BYTES;
    if (tag === MAC_TAG) {
      const isWhole = length === MAC_BYTES && at + MAC_BYTES <= end;
      return isWhole ? { kind: "found", at } : { kind: "no-mac" };
    }
    if (!isGroup(tag)) at += length;
  }
  return { kind: "no-mac" };
};

/**
 * The MAC in a calibration sector, 12 hex digits in transmission order; undefined if there is none.
 * Whether it is a usable address is for the caller to judge.
 */
export const readMac = (sector: Uint8Array): string | undefined => {
  const place = findMac(sector);
  if (place.kind !== "found") return undefined;
  return toHex(sector.subarray(place.at, place.at + MAC_BYTES));
};
