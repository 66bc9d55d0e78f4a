import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { DATA_PARTITIONS } from "../../../libs/chips/flash-layout.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
} from "../../../libs/firmware/build-image.ts";
import { randomBytes } from "../../../libs/firmware/builder/random-bytes.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { recipeSchema } from "../../../libs/recipe/recipe-schema.ts";
import { craftUf2, joined, small } from "../firmware/craft.ts";

/** Files for a chip that hold a bootloader, or say or may be told to go where one is. */
const filesFor = (chip: ChipName): readonly Uint8Array[] => {
  const image = small(chip, { bytes: 600 });
  const dump = buildFactoryFlash({ chip, seed: 1, mac: "c8478c000001" });
  const { uf2Family, marker, codeKey } = CHIPS[chip].image;
  const misplaced = (start: number): Uint8Array =>
    craftUf2({ chip, partitions: new Map([["app", { start, end: start + 0x121000 }]]) });
  return [
    buildApp(image),
    buildQio(image),
    dump,
    joined(dump.subarray(0x11000), dump.subarray(0, 0x11000)),
    buildBootloader(image),
    randomBytes(3, 0x1800),
    new Uint8Array(0x1000).fill(0xff),
    new Uint8Array(0x11000).fill(marker === undefined && codeKey === "none" ? 1 : 2),
    ...(uf2Family === undefined
      ? []
      : [buildUf2(image), misplaced(0), misplaced(0x10000), misplaced(0x1f0000)]),
  ];
};

const FILES = new Map(CHIP_NAMES.map((chip) => [chip, filesFor(chip)]));

const place = fc.oneof(
  fc.constantFrom(0, 0x1000, 0x10000, 0x10fff, 0x11000, 0x11001, 0x1ff000, 0x1fffff, 0x200000),
  // On a T these come out at the bootloader, modulo its flash.
  fc.constantFrom(0x200000 + 0x1000, 0x400000, 0xffff0000, 0xffffffff),
  fc.nat(0x210000),
);

const field = fc.record({
  at: place,
  as: fc.constantFrom("text", "hex"),
  length: fc.constantFrom(1, 16, 0x1000),
});

/** Most of the time nothing, so that whole recipes come out sound often enough. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1, nil: undefined });

/** Every field of a recipe that has a say in what is written. */
const written = fc.record({
  chip: fc.constantFrom(...CHIP_NAMES),
  files: fc.array(fc.record({ file: fc.nat(), at: seldom(place) }), { minLength: 1, maxLength: 2 }),
  bootloader: fc.constantFrom(undefined, "keep", "write"),
  clone: fc.constantFrom(undefined, false, true),
  overwrite: seldom(fc.subarray([...DATA_PARTITIONS])),
  write: seldom(fc.constantFrom("all", "changed")),
  field: seldom(field),
});

test("whatever a recipe says and its files hold: no bootloader that alone can bring a chip back, nothing past the flash", () => {
  let plans = 0;
  fc.assert(
    fc.property(written, ({ chip, files, field: own, ...rest }) => {
      const known = FILES.get(chip) ?? [];
      const parsed = recipeSchema.safeParse({
        ...rest,
        recipe: "any",
        chip,
        images: files.map(({ at }) => ({ file: "x", ...(at !== undefined && { at }) })),
        ...(own !== undefined && { identity: { pool: "p", fields: { pin: own } } }),
      });
      if (!parsed.success) return;
      const { data: recipe } = parsed;
      const limits = {
        start: recipe.bootloader === "write" ? 0 : 0x11000,
        end: Math.max(...CHIPS[chip].flashSizes),
      };
      if (!CHIPS[chip].download.hasRomDownloadMode) expect(limits.start).toBe(0x11000);
      for (const { place: at } of recipe.identity?.fields ?? []) {
        if (at.kind !== "flash") continue;
        expect(at.start).toBeGreaterThanOrEqual(0x11000);
        expect(at.start + at.length).toBeLessThanOrEqual(limits.end);
      }
      const images = files.map(({ file, at }, index) => {
        return { file: `${index}`, bytes: known[file % known.length] ?? new Uint8Array(0), at };
      });
      const planned = planImages(images, CHIPS[chip], recipe);
      if (!planned.ok) return;
      plans += 1;
      const { regions, patches } = planned.plan;
      const ranges = [...regions, ...patches.flatMap((it) => (it.kind === "bytes" ? [it] : []))];
      for (const { start, bytes } of ranges) {
        expect(start).toBeGreaterThanOrEqual(limits.start);
        expect(start + bytes.length).toBeLessThanOrEqual(limits.end);
      }
      for (const { start, end } of CHIPS[chip].calibration) {
        const over = ranges.some((it) => it.start < end && start < it.start + it.bytes.length);
        expect(over && !recipe.clone).toBe(false);
      }
    }),
    { numRuns: 1500 },
  );
  expect(plans).toBeGreaterThan(40);
});
