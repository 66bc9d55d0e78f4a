import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
} from "../../../libs/firmware/build-image.ts";
import { unwrapBlocks, wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { CODE_KEYS, parseCodeKey } from "../../../libs/firmware/code-key.ts";
import { encodeRblHeader } from "../../../libs/firmware/rbl-header.ts";
import { recognise } from "../../../libs/firmware/recognise.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";
import {
  craftApp,
  craftCrcFile,
  craftUg,
  joined,
  plainCode,
  small,
  unscrambled,
  withByte,
} from "./craft.ts";

const FF = new Uint8Array(4096).fill(0xff);
const APP = buildApp(small("bk7231n"));
const FACTORY = buildFactoryFlash({ chip: "bk7231t", seed: 1, mac: "c8478c000001" });
const ROTATED = joined(FACTORY.subarray(0x11000), FACTORY.subarray(0, 0x11000));

const OTA_BODY = new Uint8Array(1000).fill(7);
const OTA = joined(
  encodeRblHeader({
    packing: { encryption: 2, compression: 1 },
    builtAt: 1,
    name: "app",
    version: "1.0",
    bodyCrc32: 0,
    bodyFnv1a: 0,
    rawBytes: 3000,
    packageBytes: OTA_BODY.length,
  }),
  OTA_BODY,
);

/** The app's code under a key that no chip here has, its CRC-16s right. */
const rekeyed = (app: Uint8Array): Uint8Array => {
  const code = scramble(unwrapBlocks(app, 0, 20_000), 0x10000, CODE_KEYS.default);
  const other = parseCodeKey("0123456789abcdeffedcba9876543210");
  const stored = app.slice();
  stored.set(wrapBlocks(scramble(code, 0x10000, other)));
  return stored;
};

test.each([
  ["no bytes", new Uint8Array(0), { kind: "empty" }],
  ["FF only", FF, { kind: "erased" }],
  ["zeros", new Uint8Array(0x100000), { kind: "unknown" }],
  ["text", asciiBytes("recipe: smart-plug\n".repeat(20)), { kind: "unknown" }],
  ["one byte", asciiBytes("x"), { kind: "unknown" }],
  ["UF2", buildUf2(small("bk7231n")), { kind: "uf2" }],
  ["ELF", joined(Uint8Array.of(0x7f), asciiBytes("ELF"), FF), { kind: "elf" }],
  ["gzip", new Uint8Array(gzipSync("x")), { kind: "gzip" }],
  ["UG", craftUg(OTA), { kind: "tuya-ug", intact: true, inside: { kind: "ota-rbl" } }],
  ["UG, changed", withByte(craftUg(OTA), 500), { kind: "tuya-ug", intact: false }],
  ["UG in UG", craftUg(craftUg(OTA)), { kind: "tuya-ug", inside: { kind: "unknown" } }],
  ["OTA", OTA, { kind: "ota-rbl", complete: true, header: { version: "1.0" } }],
  ["OTA, cut", OTA.subarray(0, 900), { kind: "ota-rbl", complete: false }],
  [".rblh", APP.subarray(-102), { kind: "rbl-header", header: { version: "2.3.4" } }],
  ["raw code", plainCode(CHIPS.bk7231n), { kind: "raw-arm" }],
  ["QIO", buildQio(small("bk7231t")), { kind: "bootloader-and-app", codeKey: "default" }],
  ["dump", FACTORY, { kind: "full-dump" }],
  ["rotated dump", ROTATED, { kind: "rotated-dump", bootloaderAt: 0x1ef000 }],
  ["app", APP, { kind: "app-rbl", codeKey: "default" }],
  ["unscrambled app", craftApp(unscrambled(CHIPS.bk7231t)), { kind: "app-rbl", codeKey: "none" }],
  [".crc", craftCrcFile("bk7231n"), { kind: "app-without-header", codeKey: "default" }],
  ["app cut by a block", APP.subarray(0, -34), { kind: "app-without-header" }],
  ["app cut by a byte", APP.subarray(0, -1), { kind: "damaged-app", badBlock: 0x118f4e }],
  ["app behind a byte", joined(Uint8Array.of(0), APP), { kind: "damaged-app", badBlock: 0 }],
  ["app behind a sector", joined(FF, APP), { kind: "damaged-app" }],
  ["app, first block bad", withByte(APP, 3), { kind: "damaged-app", badBlock: 0 }],
  ["bootloader", buildBootloader({ chip: "bk7231n", seed: 1 }), { kind: "bootloader" }],
  ["app under another key", rekeyed(APP), { kind: "unknown-code" }],
  [
    "key block",
    joined(new Uint8Array(32), Buffer.from("46dced0e672f3b70ae1276a3f8712e03", "hex")),
    { kind: "tuya-key-values" },
  ],
])("%s", (_, bytes, kind) => {
  expect(recognise(bytes)).toMatchObject(kind);
});

test("old apps start with another branch", () => {
  const code = plainCode(CHIPS.bk7231t, "180000ea");
  expect(recognise(craftApp(CHIPS.bk7231t, { code })).kind).toBe("app-rbl");
});

test("a wrapper that is cut or twisted is not taken for whole", () => {
  const ug = craftUg(OTA);
  for (const changed of [ug.subarray(0, -1), withByte(ug, 5), withByte(ug, 16)]) {
    expect(recognise(changed)).toMatchObject({ kind: "tuya-ug", intact: false });
  }
});
