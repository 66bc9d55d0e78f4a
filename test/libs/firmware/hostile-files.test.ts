import { expect, test } from "vitest";
import { writeU32 } from "../../../libs/bytes/little-endian.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { buildApp, buildQio, buildUf2 } from "../../../libs/firmware/build-image.ts";
import { wrapUg } from "../../../libs/firmware/builder/wrap-ug.ts";
import { wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { examineFirmware } from "../../../libs/firmware/examine-firmware.ts";
import { storeRblHeader } from "../../../libs/firmware/rbl-header.ts";
import { joined, small, withBytes } from "./craft.ts";

/** Half a million magics, four thousand blocks: what goes with their square takes minutes. */
const BYTES = 2 * 1024 * 1024;

const HANG_MS = 30_000;

const HEADER = storeRblHeader({
  packing: { encryption: 0, compression: 0 },
  builtAt: 0,
  name: "app",
  version: "1",
  bodyCrc32: 0,
  bodyFnv1a: 0,
  rawBytes: 32,
  packageBytes: 32,
});

/** A file of one piece over and over. */
const filled = (piece: Uint8Array, bytes = BYTES): Uint8Array =>
  Uint8Array.from(Buffer.alloc(bytes, piece));

const MAGICS = filled(asciiBytes("RBL\0"));
const APP_START = buildApp(small("bk7231n")).subarray(0, 34 * 20);
const QIO_START = buildQio(small("bk7231n")).subarray(0, 0x12000);
const UF2 = buildUf2(small("bk7231n"));

/** A UF2 of many sound blocks, whose fields a test sets. */
const hugeUf2 = (set: (block: Uint8Array, index: number) => void): Uint8Array => {
  const count = BYTES / 512;
  const file = filled(UF2.subarray(1024, 1536));
  file.set(UF2.subarray(0, 1024));
  for (let index = 0; index < count; index += 1) {
    const block = file.subarray(index * 512, (index + 1) * 512);
    writeU32(block, 20, index);
    writeU32(block, 24, count);
    if (index > 1) set(block, index);
  }
  return file;
};

test.each<[string, () => Uint8Array, string]>([
  ["RBL magics", () => MAGICS, "wrong-kind"],
  ["RBL magics in an app", () => withBytes(MAGICS, 0, APP_START), "wrong-kind"],
  [
    "RBL magics in an app that ends in a header",
    () => withBytes(withBytes(MAGICS, 0, APP_START), MAGICS.length - HEADER.length, HEADER),
    "bad-block",
  ],
  ["whole RBL headers in a dump", () => withBytes(filled(HEADER), 0, QIO_START), "wrong-kind"],
  [
    "whole RBL headers behind a bootloader and an app",
    () => withBytes(filled(HEADER, BYTES - 5), 0, QIO_START),
    "bad-block",
  ],
  ["sound blocks of code", () => filled(wrapBlocks(new Uint8Array(32))), "wrong-kind"],
  [
    "sound blocks and RBL headers",
    () => withBytes(filled(HEADER), 0, filled(wrapBlocks(new Uint8Array(32)), 34 * 9)),
    "wrong-kind",
  ],
  ["UF2 magics", () => filled(UF2.subarray(0, 512)), "bad-uf2"],
  [
    "UF2 blocks in reverse",
    () => hugeUf2((block, index) => writeU32(block, 12, (4096 - index) * 256)),
    "bad-block",
  ],
  [
    "UF2 blocks of one byte each, none next to another",
    () =>
      hugeUf2((block, index) => {
        writeU32(block, 16, 1);
        writeU32(block, 12, 256 + index * 3);
      }),
    "bad-block",
  ],
  [
    "UF2 blocks with an MD5 of all before them",
    () =>
      hugeUf2((block, index) => {
        writeU32(block, 8, 0x6000);
        writeU32(block, 16, 32);
        writeU32(block, 12, 256 + index * 32);
        writeU32(block, 488, index * 32);
      }),
    "bad-uf2",
  ],
  ["RBL magics in a wrapper", () => wrapUg(MAGICS.subarray(32)), "wrong-kind"],
  ["wrappers in a wrapper", () => filled(wrapUg(new Uint8Array(0))), "wrong-kind"],
  [
    "the start of a text",
    () => joined(APP_START, filled(asciiBytes("OpenBK"), 0x100000)),
    "wrong-kind",
  ],
])("a file full of %s is refused in time", { timeout: HANG_MS }, (_, build, code) => {
  const { refusal } = examineFirmware(build(), { fileName: "file.uf2" });
  expect(refusal?.code).toBe(code);
});
