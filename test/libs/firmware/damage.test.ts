import fc from "fast-check";
import { expect, test } from "vitest";
import { readU32 } from "../../../libs/bytes/little-endian.ts";
import type { Chip } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildApp,
  buildFactoryFlash,
  buildQio,
  buildUf2,
  buildUpdate,
} from "../../../libs/firmware/build-image.ts";
import { wrapUg } from "../../../libs/firmware/builder/wrap-ug.ts";
import { examineFirmware } from "../../../libs/firmware/examine-firmware.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { readFirmware } from "../../../libs/firmware/read-firmware.ts";
import { recognise } from "../../../libs/firmware/recognise.ts";
import {
  BLOCK,
  craftCrcFile,
  flasherBlocks,
  small,
  withBlockCrc,
  withByte,
  withBytes,
  withUf2Field,
} from "./craft.ts";

const APP = buildApp(small("bk7231n"));
const T_APP = buildApp(small("bk7231t"));
const QIO = buildQio(small("bk7231t"));
const UF2 = buildUf2(small("bk7231n"));
const chips = fc.constantFrom(CHIPS.bk7231n, CHIPS.bk7231t);

/** Places all over a file, and more often than not where it matters: near its start and its end. */
const placeIn = (length: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.nat(length - 1),
    fc.nat(Math.min(0x5800, length - 1)),
    fc.nat(Math.min(200, length - 1)).map((back) => length - 1 - back),
  );

const flips = fc.integer({ min: 1, max: 255 });

test.each([
  ["an app for N", APP, CHIPS.bk7231n],
  ["an app for T", T_APP, CHIPS.bk7231t],
  ["a bootloader+app file", QIO, CHIPS.bk7231t],
] as const)("any single changed byte of %s is noticed", (_, image, chip) => {
  expect(readFirmware(image, { chip, fileName: "" }).ok).toBe(true);
  fc.assert(
    fc.property(placeIn(image.length), flips, (at, flip) => {
      expect(readFirmware(withByte(image, at, flip), { chip, fileName: "" }).ok).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test("any single changed byte of a UF2's payload, address, length, number or family is noticed", () => {
  const blocks = flasherBlocks(UF2);
  expect(blocks.length).toBe(85);
  const offsets = (block: number): fc.Arbitrary<number> => {
    const length = readU32(UF2, block * BLOCK + 16);
    const fields = [0, 4, 12, 16, 20, 24, 28, 508].map((field) =>
      fc.nat(3).map((byte) => field + byte),
    );
    return fc.oneof(fc.integer({ min: 32, max: 31 + length }), ...fields);
  };
  const places = fc
    .constantFrom(...blocks)
    .chain((block) => offsets(block).map((offset) => block * BLOCK + offset));
  fc.assert(
    fc.property(places, flips, (at, flip) => {
      const changed = withByte(UF2, at, flip);
      expect(readFirmware(changed, { chip: CHIPS.bk7231n, fileName: "" }).ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("any image cut short is refused", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(APP, QIO, UF2),
      fc.double({ max: 1, min: 0, noNaN: true }),
      (image, part) => {
        const cut = image.subarray(0, Math.min(image.length - 1, Math.floor(image.length * part)));
        for (const chip of [CHIPS.bk7231n, CHIPS.bk7231t]) {
          expect(readFirmware(cut, { chip, fileName: "" }).ok).toBe(false);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("whatever the bytes, the answer is an image or a refusal in plain words", () => {
  const bases = [
    APP,
    QIO,
    UF2,
    APP.subarray(-102),
    wrapUg(APP.subarray(0, 5000)),
    craftCrcFile("bk7231t"),
    buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "c8478c000001" }),
    new Uint8Array(3000),
  ];
  const edits = fc.array(fc.tuple(placeIn(3000), fc.uint8Array({ maxLength: 8 })), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...bases),
      edits,
      fc.option(fc.nat(60_000)),
      chips,
      (base, changes, cut, chip) => {
        let bytes = base.subarray(0, cut ?? base.length);
        for (const [at, change] of changes) {
          if (at + change.length <= bytes.length) bytes = withBytes(bytes, at, change);
        }
        const planned = planImages([{ file: "f", bytes }], chip, { bootloader: "keep" });
        if (planned.ok) return;
        const { problem, remedy } = explainRefusal(planned.refusal);
        expect(problem).toMatch(/^[\x20-\x7e]+\.$/);
        expect(remedy).toMatch(/^[\x20-\x7e]+\.$/);
      },
    ),
    { numRuns: 200 },
  );
});

test("random bytes are no image", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), chips, (bytes, chip) => {
      expect(readFirmware(bytes, { chip, fileName: "" }).ok).toBe(false);
    }),
  );
});

test("a UF2 whose last block of code lost its CRC-16 is noticed, though its code is the same", () => {
  const last = flasherBlocks(UF2).find((block) => readU32(UF2, block * BLOCK + 16) === 36);
  if (last === undefined) throw new Error("no short block");
  const cut = withUf2Field(UF2, last, 16, 32);
  expect(readFirmware(cut, { chip: CHIPS.bk7231n, fileName: "" })).toMatchObject({
    ok: false,
    refusal: { code: "bad-block" },
  });
});

test("the bytes at a body's end that no sum covers must be fill, their CRC-16 right or not", () => {
  // The packer's last block: 32 bytes of FF, of which CRC-32 and hash see 16 as pad.
  const last = Math.ceil(20_000 / 32) * 34;
  for (const at of [last + 16, last + 31]) {
    const changed = withBlockCrc(withByte(APP, at), last);
    expect(readFirmware(changed, { chip: CHIPS.bk7231n, fileName: "" })).toMatchObject({
      ok: false,
      refusal: { code: "bad-body", fault: "pad" },
    });
  }
});

/** What is told of a file beside its bytes. */
const isNoticed = (bytes: Uint8Array, chip: Chip): boolean => {
  const read = readFirmware(bytes, { chip, fileName: "" });
  return !read.ok || read.image.warnings.length > 0;
};

test("any single changed byte of the update package that a UF2 carries is noticed", () => {
  const first = (flasherBlocks(UF2).at(-1) ?? 0) + 1;
  const blocks = UF2.length / BLOCK - first;
  const places = fc.tuple(fc.nat(blocks - 1), fc.nat(255)).map(([block, byte]) => {
    const at = (first + block) * BLOCK;
    return at + 32 + (byte % readU32(UF2, at + 16));
  });
  fc.assert(
    fc.property(places, flips, (at, flip) => {
      expect(isNoticed(withByte(UF2, at, flip), CHIPS.bk7231n)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["a package for update", buildUpdate(small("bk7231n"))],
  ["one in Tuya's wrapper", wrapUg(buildUpdate(small("bk7231n")))],
])("any single changed byte of %s is told, refused as it is in any case", (_, file) => {
  const told = (bytes: Uint8Array) =>
    examineFirmware(bytes, { fileName: "" })
      .checks.filter(({ check, outcome }) => check !== "content" && outcome === "failed")
      .map(({ check }) => check);
  expect(told(file)).toEqual([]);
  fc.assert(
    fc.property(placeIn(file.length), flips, (at, flip) => {
      const changed = withByte(file, at, flip);
      const { kind } = recognise(changed);
      // Its magic gone, a package is nothing any more; its header's sum wrong, it is a damaged one.
      const isAsBefore = kind === "ota-rbl" || kind === "tuya-ug";
      expect(isAsBefore ? told(changed).length : 1).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
});

test("bytes all along a bootloader+app file: none can change unseen", () => {
  // Each time another byte of its block: all of them would take minutes.
  for (let at = 0; at < QIO.length; at += 34 * 401 + 1) {
    expect([at, isNoticed(withByte(QIO, at, 0x80), CHIPS.bk7231t)]).toEqual([at, true]);
  }
});
