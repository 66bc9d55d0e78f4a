import { expect, test } from "vitest";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import { writeU32 } from "../../../libs/bytes/little-endian.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildApp,
  buildFactoryFlash,
  buildQio,
  buildUf2,
  buildUpdate,
} from "../../../libs/firmware/build-image.ts";
import { encodeUf2 } from "../../../libs/firmware/builder/encode-uf2.ts";
import { packUpdate } from "../../../libs/firmware/builder/pack-update.ts";
import { wrapUg } from "../../../libs/firmware/builder/wrap-ug.ts";
import type { CheckName } from "../../../libs/firmware/check.ts";
import type { Examination } from "../../../libs/firmware/examination.ts";
import { examineFirmware } from "../../../libs/firmware/examine-firmware.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import { craftApp, flasherBlocks, small, withBlockCrc, withByte } from "./craft.ts";

const APP = buildApp(small("bk7231n"));
const UF2 = buildUf2(small("bk7231n"));

const examine = (bytes: Uint8Array, fileName = "file.bin"): Examination =>
  examineFirmware(bytes, { fileName });

const outcomes = ({ checks }: Examination): [CheckName, string][] =>
  checks.map(({ check, outcome }) => [check, outcome]);

const passed = (...checks: CheckName[]): [CheckName, string][] =>
  checks.map((check) => [check, "passed"]);

const PART = ["blocks", "header", "end", "body"] as const;
const APP_CHECKS = PART.map((check) => `app-${check}` as const);
const BOOTLOADER_CHECKS = PART.map((check) => `bootloader-${check}` as const);

test("without a recipe every check of an app is made, in order, and told with what the app says", () => {
  const examination = examine(APP);
  expect(outcomes(examination)).toEqual(
    passed("size", "content", ...APP_CHECKS, "chip", "place", "hints"),
  );
  expect(examination).toMatchObject({
    found: { kind: "app-rbl" },
    chips: ["bk7231n"],
    facts: {
      bytes: APP.length,
      codeKey: "default",
      app: { version: "2.3.4", builtAt: 1767225600, codeBytes: 20_032, headerAt: 0x129f0a },
    },
    image: { kind: "app-rbl", chips: ["bk7231n"], warnings: [] },
  });
  expect(examination.refusal).toBeUndefined();
});

test("a bootloader+app file whose app has no header fails that check, and is no image", () => {
  const cut = examine(buildQio(small("bk7231t")).subarray(0, 0x11000 + 34 * 1000));
  expect(outcomes(cut)).toContainEqual(["app-header", "failed"]);
  expect(cut.refusal).toEqual({ code: "no-header" });
  expect(cut.image).toBeUndefined();
});

test.each([
  [
    "marked for a chip that no station flashes",
    "BK7256\0\0",
    CHIPS.bk7231n,
    "a chip marked BK7256",
  ],
  ["marked for one chip under another's key", "BK7238\0\0", CHIPS.bk7231n, "a chip marked BK7238"],
])("an app %s is for none", (_, marker, chip, image) => {
  const strange = { ...chip, image: { ...chip.image, marker } };
  const examination = examine(craftApp(strange));
  expect(examination.refusal).toEqual({ code: "unknown-chip", image });
  expect(examination.chips).toEqual([]);
  expect(examination.image).toBeUndefined();
});

test("of a bootloader+app file both parts are, and the bootloader is named", () => {
  const examination = examine(buildQio(small("bk7231t")));
  expect(outcomes(examination)).toEqual(
    passed(
      ...["size" as const, "content" as const, ...BOOTLOADER_CHECKS, ...APP_CHECKS],
      ...["parts" as const, "chip" as const, "place" as const, "hints" as const],
    ),
  );
  expect(examination.facts).toMatchObject({
    bootloader: { version: "1.00", headerAt: 0x10f9a },
    carried: { name: "BK7231S_1.0.5", fingerprint: "ba54c1b8" },
  });
});

test("of a UF2 also what it says of itself, and the update that no jig writes", () => {
  const examination = examine(UF2, "firmware.uf2");
  expect(outcomes(examination)).toEqual([
    ...passed("size", "content", "uf2-blocks", "uf2-format", "uf2-device", "uf2-partitions"),
    ...passed("uf2-places"),
    ["uf2-md5", "not-carried"],
    ...passed(...APP_CHECKS, "app-start", "chip", "place", "update", "update-content", "hints"),
  ]);
  expect(examination.facts).toMatchObject({
    uf2: {
      familyName: "BK7231N or BK7231M",
      blocks: UF2.length / 512,
      version: "2.3.4",
      device: "LibreTiny",
      board: "generic-bk7231n-qfn32-tuya",
      firmware: "generated",
      libreTiny: "1.8.0",
      builtAt: 1767225600,
      partitions: [
        { name: "app", start: 0x11000, end: 0x12a000 },
        { name: "download", start: 0x12a000, end: 0x1d0000 },
      ],
    },
    update: {
      at: 0x12a000,
      version: "2.3.4",
      unpackedBytes: 10_000,
      forChips: "BK7231N or BK7231M",
    },
  });
  expect(examination.image?.writes.map(({ start }) => start)).toEqual([0x11000, 0x129f0a]);
});

test.each(CHIP_NAMES)("an app for %s is known as such without a recipe", (chip) => {
  for (const file of [buildApp(small(chip)), buildQio(small(chip))]) {
    const { chips, image } = examine(file);
    expect(image?.chips).toEqual(chips);
    expect(chips).toContain(chip);
  }
});

test("all that is wrong is told, and the first of it is why the file is refused", () => {
  const examination = examine(withByte(APP, 340));
  expect(outcomes(examination)).toContainEqual(["app-blocks", "failed"]);
  expect(outcomes(examination)).toContainEqual(["app-header", "passed"]);
  expect(outcomes(examination)).toContainEqual(["app-body", "failed"]);
  expect(examination.refusal?.code).toBe("bad-block");
  expect(examination.image).toBeUndefined();
  const [failed] = examination.checks.filter(({ outcome }) => outcome === "failed");
  expect(examination.refusal && explainRefusal(examination.refusal).problem).toBe(failed?.finding);
  expect(outcomes(examine(withBlockCrc(withByte(APP, 340), 340)))).toContainEqual([
    "app-blocks",
    "passed",
  ]);
});

test("a dump is refused as one, and its code is told all the same", () => {
  const dump = buildFactoryFlash({ chip: "bk7231t", seed: 1, mac: "c8478c000001" });
  const examination = examine(dump);
  expect(outcomes(examination)).toEqual([
    ["size", "passed"],
    ["content", "failed"],
    ...passed(...BOOTLOADER_CHECKS, ...APP_CHECKS, "parts", "chip", "place", "hints"),
  ]);
  expect(examination.facts.app?.version).toBe("0.9.0");
  expect(examination.refusal).toMatchObject({ code: "wrong-kind", found: { kind: "full-dump" } });
});

test("a package for update is refused as one; wrapper, package and app inside are told", () => {
  const update = buildUpdate(small("bk7238"));
  const examination = examine(wrapUg(update, "9.9"));
  expect(outcomes(examination)).toEqual([
    ["size", "passed"],
    ["content", "failed"],
    ...passed("wrapper", "update", "update-content", "hints"),
  ]);
  expect(examination.facts).toMatchObject({
    wrapper: { version: "9.9", payloadBytes: update.length },
    update: { version: "2.3.4", forChips: "BK7238 or BK7252N", unpackedBytes: 20_000 },
  });
});

test("a package that unpacks to more than any flash is not unpacked, and one of another app is told", () => {
  const label = { version: "1", builtAt: 0 };
  const bomb = packUpdate(new Uint8Array(17 << 20), label);
  expect(bomb.length).toBeLessThan(1 << 20);
  expect(outcomes(examine(bomb))).toContainEqual(["update-content", "not-carried"]);
  const other = packUpdate(asciiBytes("one app"), label);
  other.set(packUpdate(asciiBytes("another"), label).subarray(80, 84), 80);
  writeU32(other, 92, crc32(other.subarray(0, 92)));
  expect(outcomes(examine(other))).toContainEqual(["update-content", "warned"]);
});

test("34: code that would not boot is refused for that before it is for having no header", () => {
  const bytes = 80_000;
  const crc = buildApp(small("bk7231u", { bytes })).subarray(0, (bytes / 32 + 1) * 34);
  const read = examineFirmware(crc, { fileName: "", chip: CHIPS.bk7231t });
  expect(read.refusal).toMatchObject({ code: "wrong-code-key", expected: "default" });
  expect(examine(crc).refusal).toMatchObject({ found: { kind: "app-without-header" } });
});

test("a UF2 for a chip no station flashes names that chip", () => {
  expect(examine(encodeUf2(0x22e0d6fc, [], [])).refusal).toMatchObject({ code: "bad-uf2" });
  const foreign = UF2.slice();
  for (let at = 28; at < foreign.length; at += 512) foreign.set([0xfc, 0xd6, 0xe0, 0x22], at);
  expect(examine(foreign).refusal).toEqual({ code: "unknown-chip", image: "RTL8710B" });
});

test("a changed update package inside a UF2 is noticed, though no jig writes it", () => {
  const flasher = flasherBlocks(UF2);
  const first = (flasher.at(-1) ?? 0) + 1;
  const inBody = withByte(UF2, (first + 3) * 512 + 40);
  expect(examine(inBody).refusal).toEqual({ code: "bad-update", fault: "crc-32" });
  const inHeader = withByte(UF2, first * 512 + 32 + 40);
  expect(examine(inHeader).refusal).toEqual({ code: "bad-update", fault: "header" });
  const inMagic = examine(withByte(UF2, first * 512 + 32));
  expect(inMagic.image?.warnings).toEqual([
    "carries something for over-the-air update that is no known package.",
  ]);
});

test("another board's device id is a warning", () => {
  const at = UF2.findIndex((_, index) => UF2[index] === 0x29 && UF2[index + 1] === 0xa7);
  const { image } = examine(withByte(UF2, at + 3));
  expect(image?.warnings).toEqual([
    "says it is for board generic-bk7231n-qfn32-tuya, and has another board's device id.",
  ]);
});

test("what is too large is not looked at", () => {
  const { found, checks, facts, refusal } = examine(new Uint8Array(16 * 1024 * 1024 + 1));
  expect(found).toBeUndefined();
  expect(checks.map(({ outcome }) => outcome)).toEqual(["failed"]);
  expect(facts.bytes).toBe(16 * 1024 * 1024 + 1);
  expect(refusal).toMatchObject({ code: "too-large" });
});

test("a bootloader's fingerprint is what a board with it tells, whatever chip the file is looked at for", () => {
  for (const name of ["bk7231n", "bk7231t", "bk7231u"] as const) {
    const bytes = buildQio(small(name));
    const told = [undefined, CHIPS.bk7231t, CHIPS.bk7231n, CHIPS.bk7231u].map((chip) => {
      return examineFirmware(bytes, { fileName: "a.bin", chip }).facts.carried;
    });
    expect(new Set(told.map((it) => JSON.stringify(it))).size).toBe(1);
  }
});
