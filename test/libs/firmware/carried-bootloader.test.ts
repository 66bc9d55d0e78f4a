import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";
import { buildApp, buildQio } from "../../../libs/firmware/build-image.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { needSharedData, readSharedFile } from "../../shared-data.ts";
import { small } from "./craft.ts";

const carriedIn = (chip: ChipName, bytes: Uint8Array, bootloader: "keep" | "write" = "keep") => {
  const planned = planImages([{ file: "image", bytes }], CHIPS[chip], { bootloader });
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusal));
  return planned.plan.carriedBootloader;
};

test.each<readonly [ChipName, string, string]>([
  ["bk7231n", "e14191ba", "BK7231N_1.0.1"],
  ["bk7231t", "ba54c1b8", "BK7231S_1.0.5"],
  ["bk7231u", "2739019f", "BK7231U_1.0.6"],
  ["bk7231q", "f0231ef6", "BK7231Q_6AFA"],
  ["bk7238", "6beb0924", "BK7238_1.0.14"],
])("a bootloader+app file for %s tells the bootloader that is not written", (chip, crc, name) => {
  expect(carriedIn(chip, buildQio(small(chip)))).toEqual({ fingerprint: crc, name });
});

test.each(CHIP_NAMES)("an unknown bootloader for %s is told by the name in its code", (chip) => {
  const carried = carriedIn(chip, buildQio(small(chip, { bootloader: "BK7231X_9.8.7" })));
  expect(carried?.name).toBe("BK7231X_9.8.7");
});

test("without a bootloader, or with one that is written, there is nothing to tell", () => {
  expect(carriedIn("bk7231n", buildApp(small("bk7231n")))).toBeUndefined();
  expect(carriedIn("bk7231n", buildQio(small("bk7231n")), "write")).toBeUndefined();
});

test.for([
  ["openbk7231n-qio-1.18.300.bin", "bk7231n", "e14191ba", "BK7231N_1.0.1"],
  ["openbk7231t-qio-1.18.300.bin", "bk7231t", "ba54c1b8", "BK7231S_1.0.5"],
  ["openbk7231u-qio-1.18.300.bin", "bk7231u", "8bcec3b4", "BK7231U_1.0.15"],
  ["openbk7238-qio-1.18.300.bin", "bk7238", "6beb0924", "BK7238_1.0.15"],
] as const)("real file %s", ([file, chip, fingerprint, name], context) => {
  needSharedData(context);
  expect(carriedIn(chip, readSharedFile(file))).toEqual({ fingerprint, name });
});
