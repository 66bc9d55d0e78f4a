import { hasBytesAt } from "../bytes/find-bytes.ts";
import { fromHex } from "../bytes/hex.ts";
import { isBlank, SECTOR_BYTES } from "../bytes/ranges.ts";
import { CHIPS } from "../chips/chips.ts";
import { BLOCK_BYTES, findBadBlock, isBlockAt } from "./code-block.ts";
import type { CodeKeyName } from "./code-key.ts";
import { hasVectors, keyOfPart } from "./code-part.ts";
import type { FirmwareKind } from "./firmware-kind.ts";
import {
  HEADER_BYTES,
  RBL_MAGIC,
  readRblHeader,
  readStoredRblHeader,
  STORED_HEADER_BYTES,
} from "./rbl-header.ts";
import { findKeyValues } from "./tuya-key-values.ts";
import { isIntactUg, isTuyaUg, UG_HEADER_BYTES } from "./tuya-ug.ts";
import { isUf2 } from "./uf2-block.ts";

/** Where the app of a bootloader+app file starts. */
const APP_AT = 0x11000;

/** Where bootloaders' headers stand, from the bootloader's start. */
const BOOTLOADER_HEADERS_AT: ReadonlySet<number> = new Set(
  Object.values(CHIPS).map(({ image }) => image.bootloaderHeaderAt),
);

/** Sizes of the flashes these chips come with: a file as long is a dump. */
const FLASH_SIZES: ReadonlySet<number> = new Set([0x200000, 0x400000]);

const ELF_MAGIC = fromHex("7f454c46");
const GZIP_MAGIC = fromHex("1f8b");

/** Tells what a file is by its content alone, in the order of firmware-formats.md section 2. */
export const recognise = (bytes: Uint8Array): FirmwareKind =>
  recogniseContainer(bytes) ?? recogniseCode(bytes) ?? recogniseRest(bytes);

const recogniseContainer = (bytes: Uint8Array): FirmwareKind | undefined => {
  if (bytes.length === 0) return { kind: "empty" };
  if (isBlank(bytes)) return { kind: "erased" };
  if (isUf2(bytes)) return { kind: "uf2" };
  if (hasBytesAt(bytes, 0, ELF_MAGIC)) return { kind: "elf" };
  if (hasBytesAt(bytes, 0, GZIP_MAGIC)) return { kind: "gzip" };
  if (isTuyaUg(bytes)) return recogniseUg(bytes);
  const ota = readRblHeader(bytes);
  if (ota.ok) {
    const complete = bytes.length === HEADER_BYTES + ota.header.packageBytes;
    return { kind: "ota-rbl", header: ota.header, complete };
  }
  if (bytes.length !== STORED_HEADER_BYTES) return undefined;
  const alone = readStoredRblHeader(bytes, 0);
  return alone.ok ? { kind: "rbl-header", header: alone.header } : undefined;
};

/** A wrapper in a wrapper is nothing anyone makes, and would be a way to nest without end. */
const recogniseUg = (bytes: Uint8Array): FirmwareKind => {
  const payload = bytes.subarray(UG_HEADER_BYTES);
  const inside: FirmwareKind = isTuyaUg(payload) ? { kind: "unknown" } : recognise(payload);
  return { kind: "tuya-ug", intact: isIntactUg(bytes), inside };
};

const recogniseCode = (bytes: Uint8Array): FirmwareKind | undefined => {
  if (!isBlockAt(bytes, 0)) return hasVectors(bytes) ? { kind: "raw-arm" } : undefined;
  const bootloaderKey = keyOfPart(bytes, 0, "bootloader");
  const behind = keyOfPart(bytes, APP_AT, "app");
  if (bootloaderKey !== undefined && behind !== undefined) {
    return FLASH_SIZES.has(bytes.length)
      ? { kind: "full-dump", codeKey: behind }
      : { kind: "bootloader-and-app", bootloaderKey, codeKey: behind };
  }
  // Unscrambled, both parts start alike: what fits the bootloader's area is taken for one.
  if (bootloaderKey !== undefined && bytes.length <= APP_AT) {
    return { kind: "bootloader", codeKey: bootloaderKey };
  }
  const codeKey = keyOfPart(bytes, 0, "app");
  return codeKey === undefined ? undefined : recogniseApp(bytes, codeKey);
};

const recogniseApp = (bytes: Uint8Array, codeKey: CodeKeyName): FirmwareKind => {
  const bootloaderAt = FLASH_SIZES.has(bytes.length) ? findBootloader(bytes) : undefined;
  if (bootloaderAt !== undefined) return { kind: "rotated-dump", bootloaderAt };
  if (endsInHeader(bytes)) return { kind: "app-rbl", codeKey };
  const badBlock = findBadBlock(bytes, 0, bytes.length);
  return badBlock === undefined && bytes.length % BLOCK_BYTES === 0
    ? { kind: "app-without-header", codeKey }
    : { kind: "damaged-app", badBlock: badBlock ?? bytes.length };
};

const endsInHeader = (bytes: Uint8Array): boolean =>
  hasBytesAt(bytes, bytes.length - STORED_HEADER_BYTES, RBL_MAGIC);

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

const recogniseRest = (bytes: Uint8Array): FirmwareKind => {
  if (isBlockAt(bytes, 0)) return { kind: "unknown-code" };
  if (endsInHeader(bytes)) {
    return { kind: "damaged-app", badBlock: findBadBlock(bytes, 0, bytes.length) ?? 0 };
  }
  if (findKeyValues(bytes) !== undefined) return { kind: "tuya-key-values" };
  return { kind: "unknown" };
};
