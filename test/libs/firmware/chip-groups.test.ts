import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { buildApp, buildQio, buildUf2 } from "../../../libs/firmware/build-image.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { readFirmware } from "../../../libs/firmware/read-firmware.ts";
import { small } from "./craft.ts";

/** Chips whose code looks alike (firmware-formats.md section 2.1). */
const GROUPS: readonly (readonly ChipName[])[] = [
  ["bk7231n"],
  ["bk7231m"],
  ["bk7231t", "bk7231s"],
  ["bk7231u", "bk7231q", "bk7252", "bk7251"],
  ["bk7238", "bk7252n"],
];

/** The same, told apart by LibreTiny's family as well. */
const UF2_GROUPS: readonly (readonly ChipName[])[] = [
  ["bk7231n"],
  ["bk7231m"],
  ["bk7231t", "bk7231s"],
  ["bk7231u"],
  ["bk7231q"],
  ["bk7252", "bk7251"],
  ["bk7238"],
];

const groupOf = (chip: ChipName, groups: typeof GROUPS): readonly ChipName[] =>
  groups.find((group) => group.includes(chip)) ?? [];

const canTake = (image: Uint8Array): ChipName[] =>
  CHIP_NAMES.filter(
    (chip) => planImages([{ file: "image", bytes: image }], CHIPS[chip], { bootloader: "keep" }).ok,
  );

test.each(CHIP_NAMES)("bootloader+app for %s is taken for every chip of its group", (chip) => {
  expect(canTake(buildQio(small(chip, { bytes: 600 }))).sort()).toEqual(
    [...groupOf(chip, GROUPS)].sort(),
  );
});

test.each(CHIP_NAMES)("an app for %s is taken for every chip of its group", (chip) => {
  const image = buildApp(small(chip, { bytes: 600 }));
  expect(canTake(image).sort()).toEqual([...groupOf(chip, GROUPS)].sort());
  const read = readFirmware(image, { chip: CHIPS[chip], fileName: "image" });
  if (!read.ok) throw new Error("refused");
  expect([...read.image.chips].sort()).toEqual([...groupOf(chip, GROUPS)].sort());
});

test.each(CHIP_NAMES.filter((chip) => CHIPS[chip].image.uf2Family !== undefined))(
  "a UF2 for %s is taken for the chips of its family that run its code",
  (chip) => {
    const image = buildUf2(small(chip, { bytes: 600 }));
    expect(canTake(image).sort()).toEqual([...groupOf(chip, UF2_GROUPS)].sort());
    const read = readFirmware(image, { chip: CHIPS[chip], fileName: "image" });
    expect(read.ok && [...read.image.chips].sort()).toEqual([...groupOf(chip, UF2_GROUPS)].sort());
  },
);

test.each([
  ["bk7231t", "bk7231u", "BK7231T or BK7231S"],
  ["bk7231m", "bk7231n", "BK7231M"],
  ["bk7238", "bk7231n", "BK7238 or BK7252N"],
  ["bk7252", "bk7231t", "BK7231U, BK7231Q, BK7252 or BK7251"],
] as const)("an app for %s offered to %s is refused, naming %s", (image, chip, named) => {
  const read = readFirmware(buildApp(small(image)), { chip: CHIPS[chip], fileName: "" });
  expect(read).toMatchObject({ ok: false, refusal: { image: named, chip: CHIPS[chip].marking } });
});
