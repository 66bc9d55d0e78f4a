import { crc16 } from "../../libs/bytes/crc16.ts";
import { crc32 } from "../../libs/bytes/crc32.ts";
import { findBytes } from "../../libs/bytes/find-bytes.ts";
import { readU32, writeU32 } from "../../libs/bytes/little-endian.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { wrapUg } from "../../libs/firmware/builder/wrap-ug.ts";
import { unwrapBlocks, wrapBlocks } from "../../libs/firmware/code-block.ts";
import { digestBody } from "../../libs/firmware/rbl-body.ts";
import type { BaseFile } from "./base-file.ts";

/**
 * Which checks are made right again after a file was changed: none, so that every change of code must
 * be refused; the blocks' CRC-16s, the same; or all there are, so that only sense can refuse it.
 */
export type Seal = "none" | "blocks" | "all";

const BLOCK = 34;
const CODE = 32;
const HEADER = 96;
const STORED_HEADER = 3 * BLOCK;
const APP_AT = 0x11000;

/** Makes the checks of a changed copy of `base` right again, in place where it can. */
export const sealFile = (bytes: Uint8Array, { kind, chip }: BaseFile, seal: Seal): Uint8Array => {
  if (seal === "none") return bytes;
  switch (kind) {
    case "app":
    case "crc":
      sealPart(bytes, seal);
      return bytes;
    case "qio":
    case "dump": {
      const end = CHIPS[chip].image.bootloaderHeaderAt + STORED_HEADER;
      sealPart(bytes.subarray(0, Math.min(end, bytes.length)), seal);
      sealPart(bytes.subarray(APP_AT), seal);
      return bytes;
    }
    case "update":
      sealUpdate(bytes);
      return bytes;
    case "ug":
      if (bytes.length <= 32) return bytes;
      sealUpdate(bytes.subarray(32));
      return wrapUg(bytes.subarray(32), "1.0.0");
    case "rblh":
      sealHeader(bytes, 0);
      return bytes;
    default:
      return bytes;
  }
};

const isErased = (bytes: Uint8Array, at: number): boolean => {
  for (let byte = at; byte < at + BLOCK; byte += 1) if (bytes[byte] !== 0xff) return false;
  return true;
};

const sealPart = (part: Uint8Array, seal: Seal): void => {
  const headerAt = findBytes(part, Uint8Array.of(0x52, 0x42, 0x4c, 0)) ?? part.length;
  let blocks = 0;
  for (let at = 0; at + BLOCK <= headerAt && !isErased(part, at); at += BLOCK) {
    const crc = crc16(part, at, at + CODE);
    part.set([crc >>> 8, crc], at + CODE);
    blocks += 1;
  }
  if (seal !== "all" || headerAt + STORED_HEADER > part.length) return;
  const header = unwrapBlocks(part, headerAt, HEADER);
  const rawBytes = readU32(header, 84);
  const packageBytes = readU32(header, 88);
  const isWhole = packageBytes > 0 && packageBytes <= blocks * CODE;
  if (isWhole && Math.abs(packageBytes - rawBytes) <= 16) {
    const digest = digestBody(unwrapBlocks(part, 0, packageBytes), rawBytes);
    writeU32(header, 76, digest.crc32);
    writeU32(header, 80, digest.fnv1a);
  }
  part.set(wrapBlocks(header), headerAt);
  sealHeader(part, headerAt);
};

/** The header's CRC-32, then its blocks' CRC-16s. */
const sealHeader = (stored: Uint8Array, at: number): void => {
  if (at + STORED_HEADER > stored.length) return;
  const header = unwrapBlocks(stored, at, HEADER);
  writeU32(header, 92, crc32(header.subarray(0, 92)));
  stored.set(wrapBlocks(header), at);
};

const sealUpdate = (update: Uint8Array): void => {
  if (update.length < HEADER) return;
  writeU32(update, 88, update.length - HEADER);
  writeU32(update, 76, crc32(update.subarray(HEADER)));
  writeU32(update, 92, crc32(update.subarray(0, 92)));
};
