import { expect, test } from "vitest";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import { hex32, toHex } from "../../../libs/bytes/hex.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { fingerprintOf } from "../../../libs/chips/fingerprints.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
} from "../../../libs/firmware/build-image.ts";
import { readMac } from "../../../libs/firmware/calibration.ts";
import { findBadBlock } from "../../../libs/firmware/code-block.ts";
import { keyOfPart } from "../../../libs/firmware/code-part.ts";
import { readFirmware } from "../../../libs/firmware/read-firmware.ts";
import { small } from "./craft.ts";

const BUILDERS = { buildApp, buildQio, buildUf2 };

test.each(
  CHIP_NAMES.flatMap((chip) =>
    Object.entries(BUILDERS).map(([name, build]) => ({ chip, name, build })),
  ),
)("$name for $chip is accepted, and the same again for the same seed", ({ chip, build }) => {
  // Sizes on both sides of the packer's rule for `rawBytes` (firmware-formats.md section 6.4).
  for (const bytes of [512, 20_000, 20_001, 20_016, 20_017, 20_031]) {
    const image = build(small(chip, { bytes }));
    const read = readFirmware(image, { chip: CHIPS[chip], fileName: "image" });
    expect(read).toMatchObject({ ok: true, image: { chip, app: { version: "2.3.4" } } });
    expect(Buffer.compare(build(small(chip, { bytes })), image)).toBe(0);
  }
  const other = build(small(chip, { seed: 2 }));
  expect(Buffer.compare(build(small(chip, { seed: 1 })), other)).not.toBe(0);
});

test.each(CHIP_NAMES)("the largest app that fits %s is accepted", (chip) => {
  const bytes = 0x108700 - 96 - 32;
  const read = readFirmware(buildApp(small(chip, { bytes })), { chip: CHIPS[chip], fileName: "" });
  expect(read.ok).toBe(true);
  expect(() => buildApp(small(chip, { bytes: bytes + 1 }))).toThrow(RangeError);
});

test("too little code is no app", () => {
  expect(() => buildApp(small("bk7231n", { bytes: 511 }))).toThrow(RangeError);
});

test.each([
  ["bk7231n", 257, "BK7231N"],
  ["bk7231t", 256, "BK7231T"],
] as const)("a bootloader for %s is identified as a known one", (chip, covered, marking) => {
  for (const seed of [1, 2, 3]) {
    const area = buildBootloader({ chip, seed });
    expect(area.length).toBe(0x11000);
    expect(fingerprintOf(hex32(crc32(area.subarray(0, covered))))?.marking).toBe(marking);
    expect(findBadBlock(area, 0, area.length)).toBeUndefined();
    expect(keyOfPart(area, 0, "bootloader")).toBe("default");
  }
  expect(buildBootloader({ chip, seed: 1 })).not.toEqual(buildBootloader({ chip, seed: 2 }));
});

test("N's bootloader shows its marker in the stored bytes, T's has none", () => {
  const markerOf = (chip: "bk7231n" | "bk7231t"): string =>
    toHex(buildBootloader({ chip, seed: 1 }).subarray(0x110, 0x118));
  expect(markerOf("bk7231n")).toBe("424b373233310000");
  expect(markerOf("bk7231t")).not.toContain("424b");
});

test.each([
  ["bk7231n", 0x1d0000],
  ["bk7231t", 0x1e0000],
] as const)("a factory board of %s has bootloader, app, MAC and identity", (chip, calibration) => {
  const flash = buildFactoryFlash({ chip, seed: 4, mac: "c8478c0a0b0c" });
  expect(flash.length).toBe(0x200000);
  expect(keyOfPart(flash, 0, "bootloader")).toBe("default");
  expect(keyOfPart(flash, 0x11000, "app")).toBe("default");
  expect(readMac(flash.subarray(calibration, calibration + 0x1000))).toBe("c8478c0a0b0c");
  expect(toHex(flash.subarray(calibration + 0x24, calibration + 0x2a))).toBe("c8478c0a0b0c");
  expect(new Set(flash.subarray(0x1ee000, 0x1ef000)).size).toBeGreaterThan(100);
  expect(new Set(flash.subarray(0x140000, 0x1d0000))).toEqual(new Set([0xff]));
});

test("generated code has no blank sector and cannot be compressed away", () => {
  const app = buildApp(small("bk7231t", { bytes: 100_000 }));
  for (let at = 0; at + 0x1000 < 100_000; at += 0x1000) {
    expect(new Set(app.subarray(at, at + 0x1000)).size).toBeGreaterThan(240);
  }
});
