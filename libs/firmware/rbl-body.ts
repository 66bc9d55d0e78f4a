import { crc32 } from "../bytes/crc32.ts";
import { fnv1a } from "../bytes/fnv1a.ts";
import { isBlank } from "../bytes/ranges.ts";
import { CODE_BYTES, toPhysical, unwrapBlocks } from "./code-block.ts";
import type { RblHeader } from "./rbl-header.ts";

/** The pad of packers whose `rawBytes` exceeds `packageBytes`, as all of LibreTiny's may. */
const OVERSIZE_PAD = 16;

/** Why a body is not the one its header belongs to. */
export type RblBodyFault = "packed" | "size" | "crc-32" | "fnv-1a" | "pad";

/** Bytes at a body's end that its CRC-32 does not cover, as packers count other bytes in their place. */
const padOf = (packageBytes: number, rawBytes: number): number => {
  const difference = packageBytes - rawBytes;
  return difference < 0 ? OVERSIZE_PAD : difference;
};

/** CRC-32 and FNV-1a of a body that is `packageBytes` long, by the pad rule (section 6.3). */
export const digestBody = (
  body: Uint8Array,
  rawBytes: number,
): { readonly crc32: number; readonly fnv1a: number } => {
  const pad = padOf(body.length, rawBytes);
  const padded = new Uint8Array(body).fill(pad, body.length - pad);
  return {
    crc32: crc32(padded),
    fnv1a: fnv1a(padded.subarray(0, Math.min(rawBytes, body.length))),
  };
};

/** Bytes that a body of `packageBytes` takes in flash, in whole blocks. */
export const storedBodyBytes = (packageBytes: number): number =>
  toPhysical(Math.ceil(packageBytes / CODE_BYTES) * CODE_BYTES);

/**
 * Checks the code a part starts with, which must end before its header at `headerAt`, against that
 * header (firmware-formats.md section 6.3). Undefined if all is well.
 */
export const findBodyFault = (
  stored: Uint8Array,
  headerAt: number,
  header: RblHeader,
): RblBodyFault | undefined => {
  const { packing, packageBytes, rawBytes } = header;
  if (packing.encryption !== 0 || packing.compression !== 0) return "packed";
  const storedBytes = storedBodyBytes(packageBytes);
  const plausible =
    packageBytes > 0 &&
    storedBytes <= headerAt &&
    packageBytes - rawBytes < 256 &&
    rawBytes - packageBytes <= OVERSIZE_PAD;
  if (!plausible) return "size";
  const body = unwrapBlocks(stored, 0, packageBytes);
  const digest = digestBody(body, rawBytes);
  if (digest.crc32 !== header.bodyCrc32) return "crc-32";
  if (digest.fnv1a !== header.bodyFnv1a) return "fnv-1a";
  // No sum covers the pad: in flash it is FF.
  return isBlank(body.subarray(packageBytes - padOf(packageBytes, rawBytes))) ? undefined : "pad";
};
