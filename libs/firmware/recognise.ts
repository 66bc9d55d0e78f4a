import { crc32 } from "../bytes/crc32.ts";
import { hasBytesAt } from "../bytes/find-bytes.ts";
import { fromHex } from "../bytes/hex.ts";
import { isBlank } from "../bytes/ranges.ts";
import type { FirmwareKind } from "./firmware-kind.ts";
import {
  HEADER_BYTES,
  RBL_MAGIC,
  type RblHeader,
  readRblHeader,
  readStoredRblHeader,
  STORED_HEADER_BYTES,
} from "./rbl-header.ts";
import { recogniseCode, recogniseCodePieces } from "./recognise-code.ts";
import { findKeyValues } from "./tuya-key-values.ts";
import { isTuyaUg, readUgHeader, UG_HEADER_BYTES } from "./tuya-ug.ts";
import { isUf2 } from "./uf2-block.ts";

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
  return hasBytesAt(bytes, 0, RBL_MAGIC) ? recogniseRbl(bytes) : undefined;
};

/** A wrapper in a wrapper is nothing anyone makes, and would be a way to nest without end. */
const recogniseUg = (bytes: Uint8Array): FirmwareKind => {
  const header = readUgHeader(bytes);
  const payload = bytes.subarray(UG_HEADER_BYTES);
  const isNested = header.fault === "header" || isTuyaUg(payload);
  return { kind: "tuya-ug", header, inside: isNested ? { kind: "unknown" } : recognise(payload) };
};

const recogniseRbl = (bytes: Uint8Array): FirmwareKind => {
  const plain = readRblHeader(bytes);
  if (plain.ok) {
    return { kind: "ota-rbl", header: plain.header, fault: findUpdateFault(bytes, plain.header) };
  }
  const stored = readStoredRblHeader(bytes, 0);
  if (stored.ok && bytes.length === STORED_HEADER_BYTES) {
    return { kind: "rbl-header", header: stored.header };
  }
  return { kind: "damaged-rbl", fault: plain.fault };
};

const findUpdateFault = (
  bytes: Uint8Array,
  { packageBytes, bodyCrc32 }: RblHeader,
): "length" | "crc-32" | undefined => {
  if (bytes.length !== HEADER_BYTES + packageBytes) return "length";
  return crc32(bytes.subarray(HEADER_BYTES)) === bodyCrc32 ? undefined : "crc-32";
};

const recogniseRest = (bytes: Uint8Array): FirmwareKind => {
  const pieces = recogniseCodePieces(bytes);
  if (pieces !== undefined) return pieces;
  if (findKeyValues(bytes) !== undefined) return { kind: "tuya-key-values" };
  return { kind: "unknown" };
};
