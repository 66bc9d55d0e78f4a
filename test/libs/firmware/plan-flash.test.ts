import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { isData, partitionsIn } from "../../../libs/chips/flash-layout.ts";
import { buildApp, buildQio, buildUf2 } from "../../../libs/firmware/build-image.ts";
import type { FirmwareImage, ImageWrite } from "../../../libs/firmware/firmware-image.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import { type PlanResult, planFlash } from "../../../libs/firmware/plan-flash.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { small } from "./craft.ts";

const KEEP = { bootloader: "keep" } as const;
const WRITE = { bootloader: "write" } as const;

const planOf = (result: PlanResult): FlashPlan => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.plan;
};

const rangesOf = (result: PlanResult): number[][] =>
  planOf(result).regions.map(({ start, bytes }) => [start, start + bytes.length]);

const planFile = (chip: ChipName, bytes: Uint8Array, options: { bootloader: "keep" | "write" }) =>
  planImages([{ file: "image", bytes }], CHIPS[chip], options);

const imageOf = (chip: ChipName, fileName: string, ...writes: ImageWrite[]): FirmwareImage => ({
  kind: "app-rbl",
  chips: [chip],
  fileName,
  app: {
    version: "1",
    builtAt: 0,
    codeBytes: 0,
    rawBytes: 0,
    bodyCrc32: 0,
    bodyFnv1a: 0,
    headerAt: 0,
  },
  warnings: [],
  writes,
});

const writeAt = (start: number, length: number, value = 0x55): ImageWrite => ({
  part: "app",
  start,
  bytes: new Uint8Array(length).fill(value),
});

/** Tuya's bootloaders have a container of 0x108700 bytes, Beken's of 0x110000 (section 6.2). */
const containerEnd = (chip: ChipName): number =>
  ["bk7231n", "bk7231m", "bk7231t", "bk7231s"].includes(chip) ? 0x12a000 : 0x132000;

test.each(CHIP_NAMES)("an app covers its whole container on %s, blank middle included", (chip) => {
  const app = buildApp(small(chip));
  const plan = planOf(planFile(chip, app, KEEP));
  expect(plan.chip).toBe(chip);
  expect(plan.regions.length).toBe(1);
  const [region] = plan.regions;
  expect(region?.start).toBe(0x11000);
  const expected = new Uint8Array(containerEnd(chip) - 0x11000).fill(0xff);
  expected.set(app);
  expect(Buffer.compare(region?.bytes ?? new Uint8Array(0), expected)).toBe(0);
});

test.each(CHIP_NAMES)("a kept bootloader on %s leaves the first 0x11000 bytes alone", (chip) => {
  const kept = planFile(chip, buildQio(small(chip)), KEEP);
  expect(rangesOf(kept)).toEqual([[0x11000, containerEnd(chip)]]);
  expect(planOf(kept).regions).toEqual(planOf(planFile(chip, buildApp(small(chip)), KEEP)).regions);
});

test("a bootloader is written only where ROM can bring the chip back", () => {
  expect(rangesOf(planFile("bk7231n", buildQio(small("bk7231n")), WRITE))).toEqual([[0, 0x12a000]]);
  expect(planFile("bk7231t", buildQio(small("bk7231t")), WRITE)).toMatchObject({
    ok: false,
    refusal: { code: "bootloader-locked", chip: "BK7231T" },
    file: "image",
  });
  expect(planFile("bk7231t", buildApp(small("bk7231t")), WRITE)).toMatchObject({
    refusal: { code: "bootloader-locked" },
  });
  expect(planFile("bk7231n", buildApp(small("bk7231n")), WRITE)).toMatchObject({
    refusal: { code: "no-bootloader" },
  });
});

test("a UF2 covers only the sectors it writes to", () => {
  const result = planFile("bk7231t", buildUf2(small("bk7231t")), KEEP);
  expect(rangesOf(result)).toEqual([
    [0x11000, 0x17000],
    [0x129000, 0x12a000],
  ]);
  const header = planOf(result).regions[1]?.bytes ?? new Uint8Array(0);
  expect(new Set(header.subarray(0, 0xf0a))).toEqual(new Set([0xff]));
  expect(header.subarray(0xf0a, 0xf0e)).toEqual(Uint8Array.from(Buffer.from("RBL\0")));
});

/** The three traps of firmware-formats.md section 3.5 that a merged plan avoids: the app's tail, ... */
test("an app that reaches into its header's sector keeps its tail", () => {
  const bytes = 0x108700 - 96 - 32;
  const app = buildApp(small("bk7231n", { bytes }));
  const uf2 = buildUf2(small("bk7231n", { bytes }));
  expect(planOf(planFile("bk7231n", uf2, KEEP))).toEqual(planOf(planFile("bk7231n", app, KEEP)));
});

/** ... the gap between app and header, of which nothing is promised, so nothing is verified, ... */
test("what a UF2 leaves between app and header is in no region: neither erased nor verified", () => {
  const { regions } = planOf(planFile("bk7231n", buildUf2(small("bk7231n")), KEEP));
  const [app, header] = regions;
  expect(regions.length).toBe(2);
  expect((app?.start ?? 0) + (app?.bytes.length ?? 0)).toBeLessThan(0x129000);
  expect(header?.start).toBe(0x129000);
});

/** ... and the rest of the header's sector, which is the app partition's and becomes FF, as a whole container has it. */
test("what follows the header in its sector is FF by UF2 as by container", () => {
  for (const build of [buildUf2, buildApp]) {
    const last = planOf(planFile("bk7231n", build(small("bk7231n")), KEEP)).regions.at(-1);
    const sector = last?.bytes.subarray(-0x1000) ?? new Uint8Array(0);
    expect(sector.length).toBe(0x1000);
    expect(sector[0xf6f]).not.toBe(0xff);
    expect(new Set(sector.subarray(0xf70))).toEqual(new Set([0xff]));
  }
});

test.each([
  ["over the bootloader of N", "bk7231n", 0x10fff, 8, { code: "over-bootloader", limit: 0x11000 }],
  ["over the bootloader of T", "bk7231t", 0x0, 8, { code: "over-bootloader" }],
  ["past the flash's end", "bk7231t", 0x1ffffc, 8, { code: "past-flash-end", end: 0x200004 }],
  ["in a later turn of the address", "bk7231t", 0x211000, 8, { code: "past-flash-end" }],
  ["in T's calibration", "bk7231t", 0x1e0ffc, 1, { code: "over-calibration", start: 0x1e0000 }],
  ["in N's calibration", "bk7231n", 0x1d0000, 1, { code: "over-calibration", start: 0x1d0000 }],
  ["across N's other calibration", "bk7231n", 0x1dff00, 0x101, { code: "over-calibration" }],
] as const)("refused: bytes %s", (_, chip, start, length, refusal) => {
  const image = imageOf(chip, "a.rbl", writeAt(start, length));
  expect(planFlash([image], CHIPS[chip], KEEP)).toMatchObject({
    ok: false,
    refusal,
    file: "a.rbl",
  });
});

test("two images for the same bytes are refused, naming both", () => {
  const a = imageOf("bk7231n", "a", writeAt(0x11000, 0x2001));
  const b = imageOf("bk7231n", "b", writeAt(0x13000, 8));
  expect(planFlash([b, a], CHIPS.bk7231n, KEEP)).toMatchObject({
    ok: false,
    refusal: { code: "overlap", file: "a", other: "b", address: 0x13000 },
  });
});

test("two images may share a sector, which is then written once with both", () => {
  const a = imageOf("bk7231n", "a", writeAt(0x11000, 0x800, 0xaa));
  const b = imageOf("bk7231n", "b", writeAt(0x11800, 0x10, 0xbb));
  const plan = planOf(planFlash([a, b], CHIPS.bk7231n, KEEP));
  expect(plan.regions.length).toBe(1);
  expect(plan.regions[0]?.bytes.subarray(0x7ff, 0x812)).toEqual(
    Uint8Array.from([0xaa, ...Array(16).fill(0xbb), 0xff, 0xff]),
  );
});

test("an image for another chip, or none, is no plan", () => {
  const image = imageOf("bk7231t", "t.rbl", writeAt(0x11000, 8));
  expect(planFlash([image], CHIPS.bk7231n, KEEP)).toMatchObject({
    refusal: { code: "wrong-chip", chip: "BK7231N", image: "BK7231T" },
    file: "t.rbl",
  });
  expect(planFlash([], CHIPS.bk7231n, KEEP)).toMatchObject({ refusal: { code: "no-images" } });
});

test("a file that is refused is named", () => {
  const good = { file: "good", bytes: buildApp(small("bk7231n")) };
  const bad = { file: "bad", bytes: new Uint8Array(0) };
  expect(planImages([good, bad], CHIPS.bk7231n, KEEP)).toMatchObject({ ok: false, file: "bad" });
});

test("an image for another chip is refused wherever it stands among the images", () => {
  const good = imageOf("bk7231t", "good", writeAt(0x11000, 0x1000));
  const bad = imageOf("bk7231n", "bad", writeAt(0x20000, 0x1000));
  expect(planFlash([good, bad], CHIPS.bk7231t, KEEP)).toMatchObject({
    refusal: { code: "wrong-chip", chip: "BK7231T", image: "BK7231N" },
    file: "bad",
  });
});

test.each([
  ["over the bootloader", 0x10000, 0x2000, "over-bootloader"],
  ["past the flash, where a T's addresses begin again", 0x1ff000, 0x2000, "past-flash-end"],
])("a whole dump is held inside the flash, too: %s", (_, start, length, code) => {
  const dump = {
    ...imageOf("bk7231t", "dump", writeAt(start, length)),
    kind: "full-dump",
  } as const;
  const result = planFlash([dump], CHIPS.bk7231t, { ...KEEP, clone: true });
  expect(result).toMatchObject({ refusal: { code }, file: "dump" });
});

test("any writes: sorted whole sectors apart from each other, inside the limits, byte for byte", () => {
  const write = fc.record({
    start: fc.integer({ min: 0, max: 0x201000 }),
    length: fc.integer({ min: 1, max: 0x3000 }),
    value: fc.nat(0xfe),
  });
  const anyChip = fc.constantFrom(...CHIP_NAMES);
  fc.assert(
    fc.property(anyChip, fc.array(write, { minLength: 1, maxLength: 6 }), (name, drafts) => {
      const chip = CHIPS[name];
      const writes = drafts.map(({ start, length, value }) => writeAt(start, length, value));
      const result = planFlash([imageOf(name, "x", ...writes)], chip, KEEP);
      if (!result.ok) return;
      const { regions } = result.plan;
      let end = 0;
      for (const region of regions) {
        expect([region.start % 0x1000, region.bytes.length % 0x1000]).toEqual([0, 0]);
        expect(region.start).toBeGreaterThan(end);
        end = region.start + region.bytes.length;
        expect(region.start).toBeGreaterThanOrEqual(chip.appStart);
        expect(end).toBeLessThanOrEqual(Math.max(...chip.flashSizes));
        const touched = partitionsIn(chip.layouts, { start: region.start, end });
        expect(touched.filter((partition) => isData(partition.name))).toEqual([]);
      }
      const flash = new Uint8Array(Math.max(...chip.flashSizes)).fill(0xff);
      for (const { start, bytes } of writes) flash.set(bytes, start);
      for (const { start, bytes } of regions) {
        expect(Buffer.compare(bytes, flash.subarray(start, start + bytes.length))).toBe(0);
        flash.fill(0xff, start, start + bytes.length);
      }
      expect(flash.every((byte) => byte === 0xff)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
