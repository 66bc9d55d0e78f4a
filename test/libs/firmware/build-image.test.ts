import { expect, test } from "vitest";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import { hex32, toHex } from "../../../libs/bytes/hex.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
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

/** LibreTiny has no family for BK7252N, so there are no UF2 files for it. */
const canBuild = (chip: ChipName, name: string): boolean =>
  name !== "buildUf2" || CHIPS[chip].image.uf2Family !== undefined;

/** On both sides of the packer's rule for `rawBytes` (firmware-formats.md section 6.4), which no chip differs in. */
const SIZES = [512, 20_017, 20_000, 20_001, 20_016, 20_031] as const;

test.each(
  CHIP_NAMES.flatMap((chip) =>
    Object.entries(BUILDERS)
      .filter(([name]) => canBuild(chip, name))
      .map(([name, build]) => ({ chip, name, build })),
  ),
)("$name for $chip is accepted, and the same again for the same seed", ({ chip, build }) => {
  for (const bytes of chip === "bk7231n" ? SIZES : SIZES.slice(0, 2)) {
    const image = build(small(chip, { bytes }));
    const read = readFirmware(image, { chip: CHIPS[chip], fileName: "image" });
    expect(read).toMatchObject({ ok: true, image: { app: { version: "2.3.4" } } });
    if (read.ok) expect(read.image.chips).toContain(chip);
    expect(Buffer.compare(build(small(chip, { bytes })), image)).toBe(0);
  }
  const other = build(small(chip, { seed: 2 }));
  expect(Buffer.compare(build(small(chip, { seed: 1 })), other)).not.toBe(0);
});

test.each(CHIP_NAMES)("the largest app that fits %s is accepted", (chip) => {
  const container = ((CHIPS[chip].image.appHeadersAt[0] + 102 - 0x11000) / 34) * 32;
  const bytes = container - 96 - 32;
  const read = readFirmware(buildApp(small(chip, { bytes })), { chip: CHIPS[chip], fileName: "" });
  expect(read.ok).toBe(true);
  expect(() => buildApp(small(chip, { bytes: bytes + 1 }))).toThrow(RangeError);
});

test("too little code is no app", () => {
  expect(() => buildApp(small("bk7231n", { bytes: 511 }))).toThrow(RangeError);
});

test.each([
  ["bk7231n", 257, "e14191ba"],
  ["bk7231m", 257, "8e4e6cdb"],
  ["bk7231t", 256, "ba54c1b8"],
  ["bk7231s", 256, "ba54c1b8"],
  ["bk7231u", 256, "2739019f"],
  ["bk7231q", 256, "f0231ef6"],
  ["bk7238", 257, "6beb0924"],
  ["bk7252", 256, "39f9b50c"],
  ["bk7251", 256, "39f9b50c"],
] as const)("a bootloader for %s is identified as a known one", (chip, covered, fingerprint) => {
  for (const seed of [1, 2, 3]) {
    const area = buildBootloader({ chip, seed });
    expect(area.length).toBe(0x11000);
    expect(hex32(crc32(area.subarray(0, covered)))).toBe(fingerprint);
    expect(fingerprintOf(fingerprint)?.chips).toContain(chip);
    expect(findBadBlock(area, 0, area.length)).toBeUndefined();
    expect(keyOfPart(area, 0, "bootloader")).toBe(CHIPS[chip].image.codeKey);
  }
  expect(buildBootloader({ chip, seed: 1 })).not.toEqual(buildBootloader({ chip, seed: 2 }));
});

test.each(CHIP_NAMES)(
  "the bootloader of %s shows its chip's marker in the stored bytes, or none",
  (chip) => {
    const marker = buildBootloader({ chip, seed: 1 }).subarray(0x110, 0x118);
    const text = new TextDecoder("latin1").decode(marker);
    expect(text.startsWith("BK") ? text : undefined).toBe(CHIPS[chip].image.marker);
  },
);

test("a UF2 needs a family", () => {
  expect(() => buildUf2(small("bk7252n"))).toThrow(RangeError);
});

test.each([
  ["bk7231n", 0x1d0000, 0x200000, "default"],
  ["bk7231m", 0x1d0000, 0x200000, "none"],
  ["bk7231t", 0x1e0000, 0x200000, "default"],
  ["bk7231s", 0x1e0000, 0x200000, "default"],
  ["bk7231u", 0x1e0000, 0x200000, "none"],
  ["bk7231q", 0x1e0000, 0x200000, "none"],
  ["bk7238", 0x1e0000, 0x200000, "none"],
  ["bk7252n", 0x1e0000, 0x200000, "none"],
  ["bk7252", 0x3fe000, 0x400000, "none"],
  ["bk7251", 0x3fe000, 0x400000, "none"],
  ["bk7252", 0x1e0000, 0x200000, "none"],
] as const)("a factory board of %s has bootloader, app, MAC at %i of %i and identity", (...row) => {
  const [chip, calibration, flashBytes, codeKey] = row;
  const flash = buildFactoryFlash({ chip, seed: 4, mac: "c8478c0a0b0c", flashBytes });
  expect(flash.length).toBe(flashBytes);
  expect(keyOfPart(flash, 0, "bootloader")).toBe(codeKey);
  expect(keyOfPart(flash, 0x11000, "app")).toBe(codeKey);
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
