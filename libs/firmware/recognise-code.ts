import { hasBytesAt } from "../bytes/find-bytes.ts";
import { isBlank, SECTOR_BYTES } from "../bytes/ranges.ts";
import { CHIPS } from "../chips/chips.ts";
import { BLOCK_BYTES, findBadBlock, isBlockAt } from "./code-block.ts";
import type { CodeKeyName } from "./code-key.ts";
import { APP_START, hasVectors, keyOfPart } from "./code-part.ts";
import { findRblHeader } from "./find-rbl.ts";
import type { FirmwareKind } from "./firmware-kind.ts";
import { RBL_MAGIC, readStoredRblHeader, STORED_HEADER_BYTES } from "./rbl-header.ts";

/** Where bootloaders' headers stand, from the bootloader's start. */
const BOOTLOADER_HEADERS_AT: ReadonlySet<number> = new Set(
  Object.values(CHIPS).map(({ image }) => image.bootloaderHeaderAt),
);

const MIB = 1024 * 1024;

/** Sizes of flash parts these chips may come with: a file as long may be a dump. */
const FLASH_SIZES: ReadonlySet<number> = new Set([1, 2, 4, 8, 16].map((count) => count * MIB));

/** So many sound blocks in a row are no accident, as one in 65536 is. */
const BLOCKS_OF_CODE = 8;

/** A file that starts as code of these chips, whatever becomes of it further on. */
export const recogniseCode = (bytes: Uint8Array): FirmwareKind | undefined => {
  if (!isBlockAt(bytes, 0)) return hasVectors(bytes) ? { kind: "raw-arm" } : undefined;
  const bootloaderKey = keyOfPart(bytes, 0, "bootloader");
  const behind = keyOfPart(bytes, APP_START, "app");
  if (bootloaderKey !== undefined && behind !== undefined) {
    const keys = { bootloaderKey, codeKey: behind };
    // Some release images are as long as a flash: they end in their app's header, or are filled up with FF.
    const padding = paddingOf(bytes);
    if (padding !== undefined) return { kind: "bootloader-and-app", ...keys, padding };
    return FLASH_SIZES.has(bytes.length) && !endsInHeader(bytes)
      ? { kind: "full-dump", ...keys }
      : { kind: "bootloader-and-app", ...keys };
  }
  // Unscrambled, both parts start alike: what fits the bootloader's area is taken for one.
  if (bootloaderKey !== undefined && bytes.length <= APP_START) {
    return { kind: "bootloader", codeKey: bootloaderKey };
  }
  const codeKey = keyOfPart(bytes, 0, "app");
  if (codeKey !== undefined) return recogniseApp(bytes, codeKey);
  if (bootloaderKey === undefined) return undefined;
  return startsCode(bytes, APP_START)
    ? { kind: "unknown-code", at: APP_START }
    : { kind: "bootloader-without-app", codeKey: bootloaderKey };
};

const recogniseApp = (bytes: Uint8Array, codeKey: CodeKeyName): FirmwareKind => {
  const bootloaderAt = FLASH_SIZES.has(bytes.length) ? findBootloader(bytes) : undefined;
  if (bootloaderAt !== undefined) return { kind: "rotated-dump", bootloaderAt };
  if (endsInHeader(bytes)) return { kind: "app-rbl", codeKey };
  const headerAt = findCutHeader(bytes);
  if (headerAt !== undefined) return { kind: "cut-header", headerAt };
  const badBlock = findBadBlock(bytes, 0, bytes.length);
  return badBlock === undefined && bytes.length % BLOCK_BYTES === 0
    ? { kind: "app-without-header", codeKey }
    : { kind: "damaged-app", badBlock: badBlock ?? bytes.length };
};

const endsInHeader = (bytes: Uint8Array): boolean =>
  hasBytesAt(bytes, bytes.length - STORED_HEADER_BYTES, RBL_MAGIC);

/** How many bytes of FF, and nothing else, follow the app's header; undefined if none, or anything does. */
const paddingOf = (bytes: Uint8Array): number | undefined => {
  const search = findRblHeader(bytes.subarray(APP_START), "app");
  if (search.kind === "none") return undefined;
  const rest = bytes.subarray(APP_START + search.at + STORED_HEADER_BYTES);
  return rest.length > 0 && isBlank(rest) ? rest.length : undefined;
};

/** Where a header starts that the file's end cuts off. */
const findCutHeader = (bytes: Uint8Array): number | undefined => {
  for (let left = RBL_MAGIC.length; left < STORED_HEADER_BYTES; left += 1) {
    if (hasBytesAt(bytes, bytes.length - left, RBL_MAGIC)) return bytes.length - left;
  }
  return undefined;
};

const findBootloader = (bytes: Uint8Array): number | undefined => {
  for (let at = SECTOR_BYTES; at < bytes.length; at += SECTOR_BYTES) {
    if (keyOfPart(bytes, at, "bootloader") === undefined) continue;
    for (const headerAt of BOOTLOADER_HEADERS_AT) {
      const header = readStoredRblHeader(bytes, at + headerAt);
      if (header.ok && header.header.name === "bootloader") return at;
    }
  }
  return undefined;
};

const startsCode = (bytes: Uint8Array, at: number): boolean => {
  for (let block = 0; block < BLOCKS_OF_CODE; block += 1) {
    if (!isBlockAt(bytes, at + block * BLOCK_BYTES)) return false;
  }
  return true;
};

/** A file that does not start as code of these chips, and holds some all the same. */
export const recogniseCodePieces = (bytes: Uint8Array): FirmwareKind | undefined => {
  if (startsCode(bytes, 0)) {
    const search = findRblHeader(bytes, "app");
    return {
      kind: "unknown-code",
      at: 0,
      header: search.kind === "found" ? search.header : undefined,
    };
  }
  if (!endsInHeader(bytes)) return undefined;
  return { kind: "damaged-app", badBlock: findBadBlock(bytes, 0, bytes.length) ?? 0 };
};
