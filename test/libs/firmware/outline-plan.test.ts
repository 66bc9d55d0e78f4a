import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildApp, buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import {
  type OutlinedField,
  outlinePlan,
  type PlanOutline,
} from "../../../libs/firmware/outline-plan.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import type { PlanOptions } from "../../../libs/firmware/plan-options.ts";
import type { ImageFile } from "../../../libs/firmware/read-image-file.ts";
import { small } from "./craft.ts";

const outlineOf = (
  name: ChipName,
  files: readonly ImageFile[],
  options: Partial<PlanOptions> = {},
  fields: readonly OutlinedField[] = [],
): PlanOutline => {
  const chip = CHIPS[name];
  const result = planImages(files, chip, { bootloader: "keep", ...options });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return outlinePlan(result.plan, result.pieces, chip, fields);
};

const appOf = (chip: ChipName): ImageFile => ({ file: "app.rbl", bytes: buildApp(small(chip)) });

const fatesOf = ({ parts }: PlanOutline): string[] =>
  parts.map(({ name, layouts, fate }) => `${name} of ${layouts.join("+")}: ${fate}`);

test("an app alone: every other part is kept, each with its reason", () => {
  const outline = outlineOf("bk7231n", [appOf("bk7231n")]);
  expect(outline.erases).toEqual([{ start: 0x11000, end: 0x12a000 }]);
  expect(outline.patches).toEqual([]);
  expect(fatesOf(outline)).toEqual([
    "bootloader of Tuya+generic: kept",
    "app of generic: written-in-part",
    "app of Tuya: written",
    "download of Tuya: kept",
    "download of generic: kept",
    "calibration of Tuya: kept",
    "net of Tuya: kept",
    "kv of Tuya: kept",
    "kv of generic: kept",
    "userdata of Tuya: kept",
    "calibration of generic: kept",
    "net of generic: kept",
    "userdata of generic: kept",
    "tuya-kv of Tuya: kept",
  ]);
  const [bootloader] = outlineOf("bk7231t", [appOf("bk7231t")]).parts;
  expect(bootloader?.why).toBe("the only download mode of this chip lives there");
});

test("raw data: its sectors are erased, what it leaves of them is told, and what names them", () => {
  const raw = { file: "web.bin", bytes: new Uint8Array(0x1800).fill(7), at: 0x1e4000 };
  const outline = outlineOf("bk7231t", [appOf("bk7231t"), raw], { overwrite: ["userdata"] });
  expect(outline.erases).toEqual([
    { start: 0x11000, end: 0x12a000 },
    { start: 0x1e4000, end: 0x1e6000 },
  ]);
  expect(outline.writtenSectors + outline.blankSectors).toBe(0x119 + 2);
  expect(outline.patches).toEqual([{ file: "web.bin", start: 0x1e5000, end: 0x1e5800 }]);
  expect(outline.parts).toContainEqual({
    name: "userdata",
    layouts: ["Tuya"],
    start: 0x1e3000,
    end: 0x200000,
    fate: "written-in-part",
    why: "named by the recipe's `overwrite`",
  });
});

test("fields of each board: their sectors are erased, and what has them is written in part", () => {
  const result = planImages([appOf("bk7231t")], CHIPS.bk7231t, { bootloader: "keep" });
  if (!result.ok) throw new Error(JSON.stringify(result));
  const outline = outlinePlan(result.plan, result.pieces, CHIPS.bk7231t, [
    { field: "mac", place: "calibration" },
    { field: "serial", place: { start: 0x1e4000, end: 0x1e4018 } },
  ]);
  expect(outline.erases).toContainEqual({ start: 0x1e4000, end: 0x1e5000 });
  const written = outline.parts.filter(({ fate }) => fate !== "kept");
  expect(written.map(({ name, fate, why }) => [name, fate, why])).toEqual([
    ["app", "written-in-part", "what the images are for"],
    ["calibration", "written-in-part", "each board's MAC is put into it, the rest stays"],
    ["userdata", "written-in-part", "fields of the recipe's `identity` are there"],
  ]);
});

test("a whole dump: calibration and identity come with it, the bootloader does not", () => {
  const bytes = buildFactoryFlash({ chip: "bk7231t", seed: 1, mac: "c8478c010203" });
  const outline = outlineOf("bk7231t", [{ file: "golden.bin", bytes }], { clone: true });
  expect(outline.erases).toEqual([{ start: 0x11000, end: 0x200000 }]);
  const kept = outline.parts.filter(({ fate }) => fate === "kept");
  expect(kept.map(({ name }) => name)).toEqual(["bootloader"]);
  const { why = "" } = outline.parts.find(({ name }) => name === "calibration") ?? {};
  expect(why).toBe("comes with the dump, MAC included; the board's own is kept in the journal");
});

test("a whole dump, and a MAC for each board: whose calibration it goes into is told of the dump's place alone", () => {
  const bytes = buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "c8478c010203" });
  const fields = [{ field: "mac", place: "calibration" }] as const;
  const file = { file: "golden.bin", bytes };
  const { parts } = outlineOf("bk7231n", [file], { clone: true }, fields);
  const told = parts.filter(({ name }) => name === "calibration");
  expect(told).toMatchObject([
    {
      start: 0x1d0000,
      fate: "written-in-part",
      why: "each board's MAC is put into it, the rest stays; a board without any gets the dump's, with its MAC",
    },
    { start: 0x1e0000, fate: "written", why: "comes with the dump" },
  ]);
});

test("a whole dump without a MAC of its own leaves every board its calibration", () => {
  const bytes = buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "c8478c000000" });
  const { parts } = outlineOf("bk7231n", [{ file: "golden.bin", bytes }], { clone: true });
  const told = parts.filter(({ name }) => name === "calibration");
  expect(told.map(({ fate }) => fate)).toEqual(["kept", "kept"]);
  expect(told[0]?.why).toMatch(/own: the dump has none with a MAC of its own/);
});
