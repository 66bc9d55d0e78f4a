import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
  buildUpdate,
} from "../../../libs/firmware/build-image.ts";
import { wrapUg } from "../../../libs/firmware/builder/wrap-ug.ts";
import { unwrapBlocks, wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { CODE_KEYS, parseCodeKey } from "../../../libs/firmware/code-key.ts";
import { recognise } from "../../../libs/firmware/recognise.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";
import {
  craftApp,
  craftCrcFile,
  joined,
  plainCode,
  small,
  unscrambled,
  withBlockCrc,
  withByte,
  withBytes,
} from "./craft.ts";

const FF = new Uint8Array(4096).fill(0xff);
const APP = buildApp(small("bk7231n"));
const FACTORY = buildFactoryFlash({ chip: "bk7231t", seed: 1, mac: "c8478c000001" });
const ROTATED = joined(FACTORY.subarray(0x11000), FACTORY.subarray(0, 0x11000));

const OTA = buildUpdate(small("bk7231n", { bytes: 3000 }));

const GARBAGE = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) >>> 3);

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
  [
    "UG",
    wrapUg(OTA),
    {
      kind: "tuya-ug",
      header: { version: "1.0.0", fault: undefined },
      inside: { kind: "ota-rbl" },
    },
  ],
  [
    "UG, changed",
    withByte(wrapUg(OTA), 500),
    { kind: "tuya-ug", header: { fault: "payload-sum" } },
  ],
  ["UG in UG", wrapUg(wrapUg(OTA)), { kind: "tuya-ug", inside: { kind: "unknown" } }],
  ["OTA", OTA, { kind: "ota-rbl", fault: undefined, header: { version: "2.3.4" } }],
  ["OTA, cut", OTA.subarray(0, 900), { kind: "ota-rbl", fault: "length" }],
  ["OTA, longer", joined(OTA, Uint8Array.of(0xff)), { kind: "ota-rbl", fault: "length" }],
  [".rblh, longer", joined(APP.subarray(-102), FF), { kind: "damaged-rbl" }],
  ["OTA, changed", withByte(OTA, 500), { kind: "ota-rbl", fault: "crc-32" }],
  ["OTA, header changed", withByte(OTA, 30), { kind: "damaged-rbl", fault: "crc-32" }],
  [".rblh", APP.subarray(-102), { kind: "rbl-header", header: { version: "2.3.4" } }],
  ["raw code", plainCode(CHIPS.bk7231n), { kind: "raw-arm" }],
  ["QIO", buildQio(small("bk7231t")), { kind: "bootloader-and-app", codeKey: "default" }],
  [
    "QIO, padded",
    joined(buildQio(small("bk7231t")), FF),
    { kind: "bootloader-and-app", padding: FF.length },
  ],
  ["dump", FACTORY, { kind: "full-dump" }],
  ["rotated dump", ROTATED, { kind: "rotated-dump", bootloaderAt: 0x1ef000 }],
  // No flash has this length, and nothing says which sector the file began with.
  ["rotated dump, cut", ROTATED.subarray(0, -0x1000), { kind: "damaged-app" }],
  // Their checks then refuse them as apps.
  [
    "rotated dump, its bootloader's start damaged",
    withByte(ROTATED, 0x1ef000 + 5),
    { kind: "app-rbl" },
  ],
  [
    "rotated dump, an app's header in its bootloader's place",
    withBytes(ROTATED, 0x1ef000 + 0x10f9a, APP.subarray(-102)),
    { kind: "app-rbl" },
  ],
  ["app", APP, { kind: "app-rbl", codeKey: "default" }],
  ["unscrambled app", craftApp(unscrambled(CHIPS.bk7231t)), { kind: "app-rbl", codeKey: "none" }],
  [".crc", craftCrcFile("bk7231n"), { kind: "app-without-header", codeKey: "default" }],
  [
    ".crc and fill that is no whole block",
    joined(craftCrcFile("bk7231n"), FF.subarray(0, 10)),
    { kind: "damaged-app", badBlock: craftCrcFile("bk7231n").length + 10 },
  ],
  ["app cut by a block", APP.subarray(0, -34), { kind: "cut-header", headerAt: 0x118f0a }],
  ["app cut by a byte", APP.subarray(0, -1), { kind: "cut-header", headerAt: 0x118f0a }],
  ["app cut by its header", APP.subarray(0, -102), { kind: "app-without-header" }],
  ["app behind a byte", joined(Uint8Array.of(0), APP), { kind: "damaged-app", badBlock: 0 }],
  ["app behind a sector", joined(FF, APP), { kind: "damaged-app" }],
  ["app, first block bad", withByte(APP, 3), { kind: "damaged-app", badBlock: 0 }],
  ["bootloader", buildBootloader({ chip: "bk7231n", seed: 1 }), { kind: "bootloader" }],
  ["app under another key", rekeyed(APP), { kind: "unknown-code", at: 0, header: { name: "app" } }],
  [
    "app under another key behind a bootloader",
    joined(buildBootloader({ chip: "bk7231n", seed: 1 }), rekeyed(APP)),
    { kind: "unknown-code", at: 0x11000 },
  ],
  ["one sound block of garbage", withBlockCrc(GARBAGE, 0), { kind: "unknown" }],
  ["UF2, its start alone", buildUf2(small("bk7231n")).subarray(0, 300), { kind: "uf2" }],
  [
    "bootloader and FF where its app should be",
    joined(buildBootloader({ chip: "bk7231t", seed: 1 }), new Uint8Array(0x100000).fill(0xff)),
    { kind: "bootloader-without-app", codeKey: "default" },
  ],
  [
    "QIO, its app's first block damaged",
    withByte(buildQio(small("bk7231t")), 0x11000 + 2),
    { kind: "bootloader-without-app" },
  ],
  [
    "QIO as long as a small flash",
    joined(
      buildBootloader({ chip: "bk7231t", seed: 1 }),
      craftApp(CHIPS.bk7231t, { containerBytes: 0x100000 - 0x11000 }),
    ),
    { kind: "bootloader-and-app" },
  ],
  [
    "key block",
    joined(new Uint8Array(32), Buffer.from("46dced0e672f3b70ae1276a3f8712e03", "hex")),
    { kind: "tuya-key-values" },
  ],
])("%s", (_, bytes, kind) => {
  expect(recognise(bytes)).toMatchObject(kind);
});

test.each(CHIP_NAMES)(
  "dumps of %s, rotated ones, bootloader+app files and bootloaders are told apart",
  (chip) => {
    expect(recognise(buildQio(small(chip))).kind).toBe("bootloader-and-app");
    expect(recognise(buildBootloader({ chip, seed: 1 })).kind).toBe("bootloader");
    for (const flashBytes of chip === "bk7252" ? [0x400000, 0x800000] : [0x200000]) {
      const flash = buildFactoryFlash({ chip, seed: 1, mac: "c8478c000001", flashBytes });
      expect(recognise(flash).kind).toBe("full-dump");
      const rotated = joined(flash.subarray(0x11000), flash.subarray(0, 0x11000));
      const bootloaderAt = flashBytes - 0x11000;
      expect(recognise(rotated)).toEqual({ kind: "rotated-dump", bootloaderAt });
    }
  },
);

test("old apps start with another branch", () => {
  const code = plainCode(CHIPS.bk7231t, "180000ea");
  expect(recognise(craftApp(CHIPS.bk7231t, { code })).kind).toBe("app-rbl");
});

test("a wrapper that is cut or twisted is not taken for whole", () => {
  const ug = wrapUg(OTA);
  for (const [changed, fault] of [
    [ug.subarray(0, -1), "length"],
    [withByte(ug, 5), "header"],
    [withByte(ug, 16), "header"],
    [withByte(ug, 29), "header"],
    [ug.subarray(0, 20), "header"],
    [joined(ug, Uint8Array.of(0)), "length"],
  ] as const) {
    expect(recognise(changed)).toMatchObject({
      kind: "tuya-ug",
      header: { fault },
      // Behind a header that does not add up nothing is looked for.
      inside: fault === "header" ? { kind: "unknown" } : { kind: "ota-rbl" },
    });
  }
});
