import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { buildApp, buildFactoryFlash, buildQio } from "../../../libs/firmware/build-image.ts";
import { examineFirmware } from "../../../libs/firmware/examine-firmware.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import type { PlanResult } from "../../../libs/firmware/plan-flash.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import type { PlanOptions } from "../../../libs/firmware/plan-options.ts";
import { HAS_SHARED_DATA, readSharedFile } from "../../shared-data.ts";
import { craftApp, joined, small, withByte, withBytes } from "./craft.ts";

const MAC = "c8478c0a0b0c";

const dumpOf = (chip: ChipName, flashBytes?: number): Uint8Array =>
  buildFactoryFlash({ chip, seed: 4, mac: MAC, flashBytes });

const clone = (chip: ChipName, bytes: Uint8Array, options: Partial<PlanOptions> = {}): PlanResult =>
  planImages([{ file: "golden.bin", bytes }], CHIPS[chip], {
    bootloader: "keep",
    clone: true,
    ...options,
  });

const planOf = (result: PlanResult): FlashPlan => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.plan;
};

const expectDumpFrom = (plan: FlashPlan, start: number, dump: Uint8Array): void => {
  expect(plan.patches).toEqual([]);
  expect(plan.regions.map((region) => region.start)).toEqual([start]);
  const { bytes } = plan.regions[0] ?? { bytes: new Uint8Array(0) };
  expect(Buffer.compare(bytes, dump.subarray(start))).toBe(0);
};

test.each(CHIP_NAMES)("%s: all of a dump but the bootloader, byte for byte", (chip) => {
  const dump = dumpOf(chip);
  const plan = planOf(clone(chip, dump));
  expectDumpFrom(plan, 0x11000, dump);
  const calibrationAt = CHIPS[chip].calibration.find(({ start }) => dump[start] !== 0xff)?.start;
  expect(plan.clone).toEqual({ flashBytes: dump.length, mac: MAC, calibrationAt });
  expect(plan.carriedBootloader).toBeDefined();
});

test("the bootloader comes along where ROM can bring the chip back, if the recipe says so", () => {
  const dump = dumpOf("bk7231n");
  expectDumpFrom(planOf(clone("bk7231n", dump, { bootloader: "write" })), 0, dump);
});

test.each(CHIP_NAMES.filter((name) => !CHIPS[name].download.hasRomDownloadMode))(
  "%s: never over the bootloader, whatever the recipe says",
  (chip) => {
    const dump = dumpOf(chip);
    const options = { bootloader: "write", overwrite: ["calibration"] } as const;
    expect(clone(chip, dump, options)).toMatchObject({ refusal: { code: "bootloader-locked" } });
    const at0 = planImages([{ file: "golden.bin", bytes: dump, at: 0 }], CHIPS[chip], {
      bootloader: "keep",
      clone: true,
    });
    expect(at0).toMatchObject({ refusal: { code: "own-place", fault: "skipped-bootloader" } });
  },
);

test("a dump is no product image unless the recipe says clone, and then is told how", () => {
  const refused = clone("bk7231n", dumpOf("bk7231n"), { clone: false });
  expect(refused).toMatchObject({ refusal: { code: "wrong-kind", found: { kind: "full-dump" } } });
  if (refused.ok) return;
  expect(explainRefusal(refused.refusal).remedy).toContain("`clone: true`");
});

test("a dump that the chip's flash is no place for is not sent to `clone`", () => {
  for (const bytes of [dumpOf("bk7231n").subarray(0, 0x100000), dumpOf("bk7231n", 0x400000)]) {
    const refused = clone("bk7231n", bytes, { clone: false });
    expect(refused).toMatchObject({ refusal: { code: "dump-size" } });
  }
});

test("a dump that was read with wrap-around stays refused, with the way to a good one", () => {
  const dump = dumpOf("bk7231t");
  const rotated = joined(dump.subarray(0x11000), dump.subarray(0, 0x11000));
  const refused = clone("bk7231t", rotated);
  expect(refused).toMatchObject({
    refusal: { code: "wrong-kind", found: { kind: "rotated-dump", bootloaderAt: 0x1ef000 } },
  });
  if (refused.ok) return;
  expect(explainRefusal(refused.refusal).remedy).toContain("read the board again");
});

test.each([
  ["of another chip", "bk7231n", dumpOf("bk7231t"), { code: "wrong-chip" }],
  ["of another chip's code key", "bk7231m", dumpOf("bk7231n"), { code: "wrong-code-key" }],
  ["of another size", "bk7231n", dumpOf("bk7231n", 0x400000), { code: "dump-size" }],
  ["cut short", "bk7231n", dumpOf("bk7231n").subarray(0, 0x1ff000), { code: "data-behind-header" }],
  [
    "with a byte changed in its app",
    "bk7231t",
    withByte(dumpOf("bk7231t"), 0x12000),
    { code: "bad-block" },
  ],
  [
    "with a byte changed in its bootloader",
    "bk7231t",
    withByte(dumpOf("bk7231t"), 0x2000),
    { code: "bad-block" },
  ],
] as const)("refused: a dump %s", (_, chip, bytes, refusal) => {
  expect(clone(chip, bytes)).toMatchObject({ ok: false, refusal, file: "golden.bin" });
});

test.each(["000000000000", "ffffffffffff", "c8478c000000"])(
  "a dump whose calibration has MAC %s brings none with a MAC of its own",
  (mac) => {
    const dump = buildFactoryFlash({ chip: "bk7231n", seed: 4, mac });
    const brought = planOf(clone("bk7231n", dump)).clone;
    expect(brought).toEqual({ flashBytes: dump.length, mac: null, calibrationAt: null });
  },
);

describe.each(CHIP_NAMES)("a %s bootloader+app file padded with FF to the flash's size", (chip) => {
  const qio = buildQio(small(chip));
  const padded = joined(qio, new Uint8Array(0x200000 - qio.length).fill(0xff));

  test("is that file and no board's dump, and its padding is not written", () => {
    const files = [{ file: "full.bin", bytes: padded }];
    const planned = planOf(planImages(files, CHIPS[chip], { bootloader: "keep" }));
    const plain = [{ file: "full.bin", bytes: qio }];
    expect(planned).toEqual(planOf(planImages(plain, CHIPS[chip], { bootloader: "keep" })));
    expect(clone(chip, padded)).toMatchObject({ refusal: { code: "no-dump" } });
  });

  test("is a dump as soon as it holds anything behind its app", () => {
    const used = withByte(padded, 0x1ff000);
    expect(clone(chip, used, { clone: false })).toMatchObject({
      refusal: { code: "wrong-kind", found: { kind: "full-dump" } },
    });
  });
});

test("a dump of either size is one of a chip that comes with both", () => {
  for (const flashBytes of CHIPS.bk7252.flashSizes) {
    const plan = planOf(clone("bk7252", dumpOf("bk7252", flashBytes)));
    expect(plan.clone).toMatchObject({ flashBytes, mac: MAC });
  }
});

/** A T whose app ends at 1 MiB, as OpenBeken's, with headers of older apps behind it. */
const flashedTwice = (...olderAt: readonly number[]): Uint8Array => {
  const dump = dumpOf("bk7231t");
  dump.fill(0xff, 0x11000, 0x12a000);
  dump.set(craftApp(CHIPS.bk7231t, { containerBytes: 0x100000 - 0x11000 }), 0x11000);
  for (const at of olderAt) dump.set(buildApp(small("bk7231t")).subarray(-102), at);
  return dump;
};

test.each<[string, Uint8Array]>([
  ["an app that ends elsewhere than most", flashedTwice()],
  ["an older header in the usual place", flashedTwice(0x129f0a)],
  ["older headers in the usual place and behind it", flashedTwice(0x129f0a, 0x140022)],
  [
    "an app in the usual place and an older header behind it",
    withBytes(dumpOf("bk7231t"), 0x140022, buildApp(small("bk7231t")).subarray(-102)),
  ],
])("a dump with %s is of a sound app", (_, dump) => {
  expectDumpFrom(planOf(clone("bk7231t", dump)), 0x11000, dump);
  const { checks } = examineFirmware(dump, { fileName: "golden.bin" });
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  expect(failed.map(({ check }) => check)).toEqual(["content"]);
});

test("clone without a dump is a misunderstanding, and nothing goes beside a dump", () => {
  const app = buildApp(small("bk7231n"));
  expect(clone("bk7231n", app)).toMatchObject({ refusal: { code: "no-dump" } });
  const both = [
    { file: "golden.bin", bytes: dumpOf("bk7231n") },
    { file: "app.rbl", bytes: app },
  ];
  const result = planImages(both, CHIPS.bk7231n, { bootloader: "keep", clone: true });
  expect(result).toMatchObject({ refusal: { code: "overlap" } });
});

describe.skipIf(!HAS_SHARED_DATA)("real dumps", () => {
  test.each([
    ["bk7231n-dump-smartled8044.bin", "bk7231n"],
    ["bk7231t-dump-ds101jl.bin", "bk7231t"],
    ["bk7231t-dump-globe37783.bin", "bk7231t"],
  ] as const)("%s can be cloned to %s, and to no other", (name, chip) => {
    const dump = readSharedFile(name);
    const plan = planOf(clone(chip, dump));
    expectDumpFrom(plan, 0x11000, dump);
    expect(plan.clone?.mac).toMatch(/^[0-9a-f]{12}$/);
    expect(clone(chip === "bk7231n" ? "bk7231t" : "bk7231n", dump).ok).toBe(false);
    expect(clone(chip, dump, { clone: false })).toMatchObject({
      refusal: { code: "wrong-kind", found: { kind: "full-dump" } },
    });
  });

  test("row 32: the rotated one stays refused", () => {
    const rotated = readSharedFile("bk7231t-dump-ledmoon-rotated.bin");
    expect(clone("bk7231t", rotated)).toMatchObject({
      refusal: { found: { kind: "rotated-dump" } },
    });
  });

  test("row 33: a key-value area is no raw data either", () => {
    const bytes = readSharedFile("bk7231t-kvstore-pc44ha.bin");
    const overwrite = ["userdata", "tuya-kv"] as const;
    const result = planImages([{ file: "kv", bytes, at: 0x1ee000 }], CHIPS.bk7231t, {
      bootloader: "keep",
      overwrite,
    });
    expect(result).toMatchObject({ refusal: { found: { kind: "tuya-key-values" } } });
  });
});
