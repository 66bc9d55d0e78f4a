import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { DATA_PARTITIONS, isData, partitionsIn } from "../../../libs/chips/flash-layout.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
} from "../../../libs/firmware/build-image.ts";
import { randomBytes } from "../../../libs/firmware/builder/random-bytes.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import type { PlanResult } from "../../../libs/firmware/plan-flash.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import type { PlanOptions } from "../../../libs/firmware/plan-options.ts";
import type { ImageFile } from "../../../libs/firmware/read-image-file.ts";
import { HAS_SHARED_DATA, readSharedFile } from "../../shared-data.ts";
import { joined, small } from "./craft.ts";

const KEEP = { bootloader: "keep" } as const;
const SECTOR = 0x1000;

/** Bytes that are no firmware and no FF. */
const data = (length: number, fill = 0x42): Uint8Array => new Uint8Array(length).fill(fill);

const planRaw = (
  chip: ChipName,
  at: number,
  bytes: Uint8Array,
  options: Partial<PlanOptions> = {},
): PlanResult =>
  planImages([{ file: "data.bin", bytes, at }], CHIPS[chip], { ...KEEP, ...options });

const planOf = (result: PlanResult): FlashPlan => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.plan;
};

const USERDATA = { overwrite: ["userdata", "tuya-kv"] } as const;

test("raw data in whole sectors is written as it is", () => {
  const { regions, patches } = planOf(planRaw("bk7231t", 0x1e4000, data(2 * SECTOR), USERDATA));
  expect(regions).toEqual([{ start: 0x1e4000, bytes: data(2 * SECTOR) }]);
  expect(patches).toEqual([]);
});

test("of a sector that raw data covers in part, the rest stays the board's own", () => {
  const { regions, patches } = planOf(planRaw("bk7231t", 0x1e3ff0, data(SECTOR + 0x30), USERDATA));
  expect(regions).toEqual([{ start: 0x1e4000, bytes: data(SECTOR) }]);
  expect(patches).toEqual([
    { kind: "bytes", start: 0x1e3ff0, bytes: data(0x10), field: "data.bin" },
    { kind: "bytes", start: 0x1e5000, bytes: data(0x20), field: "data.bin" },
  ]);
});

test("FF behind an image's app is not written: raw data there leaves the rest of its sector the board's own", () => {
  const fill = new Uint8Array(0x132100 - 0x129f70).fill(0xff);
  const qio = joined(buildQio(small("bk7231t")), fill);
  const files = [
    { file: "qio.bin", bytes: qio },
    { file: "data.bin", bytes: data(0x100), at: 0x132200 },
  ];
  const { regions, patches } = planOf(planImages(files, CHIPS.bk7231t, KEEP));
  expect(regions.map(({ start, bytes }) => [start, start + bytes.length])).toEqual([
    [0x11000, 0x12a000],
  ]);
  expect(patches).toMatchObject([{ start: 0x132200, bytes: data(0x100), field: "data.bin" }]);
});

test("raw data may go up to the calibration and not a byte further", () => {
  const upTo = planRaw("bk7231n", 0x1cf000, data(SECTOR));
  expect(upTo).toMatchObject({ ok: true });
  expect(planRaw("bk7231n", 0x1cf000, data(SECTOR + 1))).toMatchObject({
    refusal: { code: "over-calibration", start: 0x1d0000 },
  });
});

test("two files that share a sector both get there, and no byte of it twice", () => {
  const at = 0x1e4000;
  const files: readonly ImageFile[] = [
    { file: "a", bytes: data(0x800, 0xaa), at },
    { file: "b", bytes: data(0x800, 0xbb), at: at + 0x800 },
    { file: "c", bytes: data(0x10, 0xcc), at: at + SECTOR },
    { file: "d", bytes: data(0x10, 0xdd), at: at + SECTOR + 0x20 },
  ];
  const { regions, patches } = planOf(planImages(files, CHIPS.bk7231t, { ...KEEP, ...USERDATA }));
  expect(regions).toEqual([{ start: at, bytes: joined(data(0x800, 0xaa), data(0x800, 0xbb)) }]);
  expect(patches.map((patch) => patch.field)).toEqual(["c", "d"]);
  const twice = [...files, { file: "e", bytes: data(2), at: at + SECTOR + 0x2f }];
  expect(planImages(twice, CHIPS.bk7231t, { ...KEEP, ...USERDATA })).toMatchObject({
    refusal: { code: "overlap", file: "d", other: "e", address: at + SECTOR + 0x2f },
    file: "e",
  });
});

test("raw data and an image are one plan, and its pieces tell which is which", () => {
  const app = { file: "app.rbl", bytes: buildApp(small("bk7231t")) };
  const raw = { file: "web.bin", bytes: data(SECTOR), at: 0x1e4000 };
  const result = planImages([raw, app], CHIPS.bk7231t, { ...KEEP, ...USERDATA });
  expect(planOf(result).regions.map(({ start }) => start)).toEqual([0x11000, 0x1e4000]);
  expect(result).toMatchObject({
    pieces: [
      { file: "app.rbl", kind: "app-rbl", part: "app", start: 0x11000 },
      { file: "web.bin", kind: "raw-data", part: "data", start: 0x1e4000, end: 0x1e5000 },
    ],
  });
});

test("erased flash is raw data too: it clears what is there", () => {
  const { regions } = planOf(
    planRaw("bk7231t", 0x1d8000, data(0x8000, 0xff), { overwrite: ["kv"] }),
  );
  expect(regions).toEqual([{ start: 0x1d8000, bytes: data(0x8000, 0xff) }]);
});

test.each([
  ["in the bootloader", "bk7231t", 0, { code: "over-code", part: "bootloader", limit: 0x11000 }],
  ["in the bootloader of a chip with ROM", "bk7231n", 0x10ff0, { code: "over-code" }],
  ["at the app's start", "bk7231n", 0x11000, { code: "over-code", part: "app" }],
  ["where some boards have app", "bk7231n", 0x12a000, { code: "over-code", limit: 0x132000 }],
  ["behind T's app, in its partition", "bk7231t", 0x131fff, { code: "over-code", part: "app" }],
  ["in the calibration", "bk7231t", 0x1e0100, { code: "over-calibration", placed: "by-recipe" }],
  ["in a calibration of other boards", "bk7231n", 0x1e0fff, { code: "over-calibration" }],
  ["into the calibration from before", "bk7231n", 0x1cfff1, { code: "over-calibration" }],
  ["in a partition", "bk7231t", 0x1d8000, { code: "over-partition", name: "kv" }],
  ["before a partition", "bk7231t", 0x1d7ff1, { code: "over-partition", name: "kv" }],
  [
    "in a partition of some boards",
    "bk7231n",
    0x1d4000,
    { code: "over-partition", layout: "Tuya" },
  ],
  [
    "past the end",
    "bk7231t",
    0x1ffff1,
    { code: "past-flash-end", end: 0x200001, placed: "by-recipe" },
  ],
  ["past the end, where T's address wraps", "bk7231t", 0x200000, { code: "past-flash-end" }],
  ["far past the end", "bk7231t", 0xffffffff, { code: "past-flash-end" }],
] as const)("refused: raw data %s", (_, chip, at, refusal) => {
  const result = planRaw(chip, at, data(16));
  expect(result).toMatchObject({ ok: false, refusal, file: "data.bin" });
});

test("a partition inside another is to be named, too: Tuya's identity is not just user data", () => {
  const only = planRaw("bk7231t", 0x1ed000, data(16), { overwrite: ["userdata"] });
  expect(only).toMatchObject({ refusal: { code: "over-partition", name: "tuya-kv" } });
  expect(only).toMatchObject({ refusal: { needed: ["userdata", "tuya-kv"] } });
  const of2 = planRaw("bk7231n", 0x1dc000, data(16), { overwrite: ["userdata"] });
  expect(of2.ok ? "" : explainRefusal(of2.refusal).remedy).toContain("`overwrite: [userdata, kv]`");
  expect(planRaw("bk7231t", 0x1ed000, data(16), USERDATA).ok).toBe(true);
  const named = planRaw("bk7231t", 0x1e0000, data(16), { overwrite: ["calibration"] });
  expect(named).toMatchObject({ refusal: { code: "over-calibration" } });
});

test("the place an update package waits in is nobody's own", () => {
  expect(planRaw("bk7231t", 0x132000, data(SECTOR)).ok).toBe(true);
});

const QIO = buildQio(small("bk7231n"));

/** Row 29 and 30 of firmware-formats.md section 12, and their like. */
test.each([
  ["an app", buildApp(small("bk7231n")), 0x10000, "over-bootloader", 0x11000],
  ["an app", buildApp(small("bk7231n")), 0x11001, "not-a-sector", 0x11000],
  ["an app", buildApp(small("bk7231n")), 0x11100, "not-a-sector", 0x11000],
  ["an app", buildApp(small("bk7231n")), 0x12000, "elsewhere", 0x11000],
  ["an app", buildApp(small("bk7231n")), 0x1f0000, "past-flash-end", 0x11000],
  ["a UF2", buildUf2(small("bk7231n")), 0x10000, "over-bootloader", 0x11000],
  ["a UF2", buildUf2(small("bk7231n")), 0x1f0000, "past-flash-end", 0x11000],
  ["bootloader and app", QIO, 0x11000, "elsewhere", 0],
  // Row 28: what must not be written was asked for by its place.
  ["bootloader and app", QIO, 0, "skipped-bootloader", 0],
] as const)(
  "%s (%#) does not take the place a recipe gives it",
  (_, bytes, at, fault, expected) => {
    const refusal = { code: "own-place", at, expected, fault } as const;
    expect(planRaw("bk7231n", at, bytes)).toMatchObject({ ok: false, refusal });
    const { problem, remedy } = explainRefusal(refusal);
    expect(problem).toContain(`0x${at.toString(16).padStart(6, "0")}`);
    expect(remedy).toMatch(/^Take `at` out of the recipe/);
  },
);

test("a file's own place may be written down", () => {
  for (const build of [buildApp, buildUf2]) {
    const bytes = build(small("bk7231t"));
    const bare = planImages([{ file: "data.bin", bytes }], CHIPS.bk7231t, KEEP);
    expect(planRaw("bk7231t", 0x11000, bytes)).toEqual(bare);
  }
  expect(planRaw("bk7231n", 0, QIO, { bootloader: "write" }).ok).toBe(true);
});

test.each([
  ["ELF", joined(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46), data(100)), "elf"],
  ["gzip", joined(Uint8Array.of(0x1f, 0x8b), data(100)), "gzip"],
  ["a bootloader", buildBootloader(small("bk7231n")), "bootloader"],
  ["an app cut short", buildApp(small("bk7231n")).subarray(0, 0x5000), "damaged-app"],
  ["an app behind a sector", joined(data(SECTOR), buildApp(small("bk7231n"))), "damaged-app"],
  [
    "a whole dump",
    buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "c8478c000001" }),
    "full-dump",
  ],
  ["nothing", new Uint8Array(0), "empty"],
] as const)("%s is not raw data", (_, bytes, kind) => {
  expect(planRaw("bk7231n", 0x1d3000, bytes, { overwrite: DATA_PARTITIONS })).toMatchObject({
    refusal: { code: "wrong-kind", found: { kind } },
  });
});

test("a file above the limit is not looked at, wherever it shall go", () => {
  const huge = new Uint8Array(16 * 1024 * 1024 + 1);
  expect(planRaw("bk7231n", 0x1d3000, huge)).toMatchObject({ refusal: { code: "too-large" } });
});

/** Rows 28 to 30 of firmware-formats.md section 12 with what they were written for. */
test.skipIf(!HAS_SHARED_DATA)("real images do not take another place than their own", () => {
  const qio = readSharedFile("openbk7231t-qio-1.18.300.bin");
  const app = readSharedFile("kickstart-bk7231n-app.0x011000.rbl");
  const uf2 = readSharedFile("kickstart-bk7231n.uf2");
  const fault = (of: string) => ({ refusal: { code: "own-place", fault: of } });
  expect(planRaw("bk7231t", 0, qio)).toMatchObject(fault("skipped-bootloader"));
  for (const bytes of [app, uf2]) {
    expect(planRaw("bk7231n", 0x10000, bytes)).toMatchObject(fault("over-bootloader"));
    expect(planRaw("bk7231n", 0x11001, bytes)).toMatchObject(fault("not-a-sector"));
    expect(planRaw("bk7231n", 0x11100, bytes)).toMatchObject(fault("not-a-sector"));
    expect(planRaw("bk7231n", 0x1f0000, bytes)).toMatchObject(fault("past-flash-end"));
    expect(planRaw("bk7231n", 0x11000, bytes).ok).toBe(true);
  }
  const packed = readSharedFile("esphome-kickstart-25.05.28-bk7231n.ota.ug.bin");
  const packages = [
    packed,
    packed.subarray(32),
    readSharedFile("kickstart-bk7231n-app.0x129f0a.rblh"),
  ];
  for (const bytes of packages) {
    expect(planRaw("bk7231n", 0x1d3000, bytes, { overwrite: DATA_PARTITIONS })).toMatchObject({
      refusal: { code: "wrong-kind" },
    });
  }
});

const anyData = fc.record({
  at: fc.integer({ min: 0x12a000, max: 0x200800 }),
  length: fc.integer({ min: 1, max: 0x2800 }),
  seed: fc.nat(1000),
});

test("any data and options: nothing outside, nothing of the board's own unnamed, every byte once", () => {
  let plans = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...CHIP_NAMES),
      fc.array(anyData, { minLength: 1, maxLength: 5 }),
      fc.subarray([...DATA_PARTITIONS]),
      (name, drafts, overwrite) => {
        const chip = CHIPS[name];
        const files = drafts.map(({ at, length, seed }, index) => {
          return { file: `data ${index}`, bytes: randomBytes(seed, length), at };
        });
        const result = planImages(files, chip, { ...KEEP, overwrite });
        if (!result.ok) return;
        plans += 1;
        const { regions, patches } = result.plan;
        const flash = new Map<number, number>();
        let end = 0;
        for (const { start, bytes } of regions) {
          expect([start % SECTOR, bytes.length % SECTOR]).toEqual([0, 0]);
          expect(start).toBeGreaterThan(end);
          end = start + bytes.length;
        }
        const touched = [...regions, ...patches.flatMap((it) => (it.kind === "bytes" ? [it] : []))];
        for (const { start, bytes } of touched) {
          expect(start).toBeGreaterThanOrEqual(chip.appStart);
          expect(start + bytes.length).toBeLessThanOrEqual(Math.max(...chip.flashSizes));
          const names = partitionsIn(chip.layouts, { start, end: start + bytes.length })
            .map((partition) => partition.name)
            .filter(isData);
          expect(names).not.toContain("calibration");
          expect(overwrite).toEqual(expect.arrayContaining(names));
          for (const [offset, byte] of bytes.entries()) {
            if (flash.has(start + offset)) throw new Error(`${start + offset} is planned twice`);
            flash.set(start + offset, byte);
          }
        }
        for (const { bytes, at } of files) {
          for (const [offset, byte] of bytes.entries()) {
            if (flash.get(at + offset) !== byte) throw new Error(`${at + offset} is not planned`);
          }
        }
        const sectors = new Set(
          regions.flatMap(({ start, bytes }) =>
            Array.from({ length: bytes.length / SECTOR }, (_, at) => start + at * SECTOR),
          ),
        );
        for (const patch of patches) {
          if (patch.kind !== "bytes") continue;
          const sector = patch.start - (patch.start % SECTOR);
          expect(sectors.has(sector)).toBe(false);
          expect(patch.start + patch.bytes.length).toBeLessThanOrEqual(sector + SECTOR);
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(plans).toBeGreaterThan(10);
});
