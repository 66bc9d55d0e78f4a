import { describe, expect, test } from "vitest";
import { CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
} from "../../../libs/firmware/build-image.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { readRepairImage } from "../../../libs/unbrick/repair-image.ts";
import { withBlockCrc, withByte } from "../firmware/craft.ts";
import { APP_AT, goodQio, healthyFlash, T, withForeignKey } from "./boards.ts";

const QIO = goodQio();
const DUMP = healthyFlash();
const ALONE = buildBootloader({ chip: "bk7231t", seed: 7 });

test.each([
  ["bootloader-and-app", QIO],
  ["full-dump", DUMP],
  ["bootloader", ALONE],
] as const)("takes the bootloader of a %s", (kind, bytes) => {
  const { facts, area } = readRepairImage("known-good.bin", bytes, T);
  expect(facts).toMatchObject({ file: "known-good.bin", kind, bootloader: "BK7231S_1.0.5" });
  expect(facts.fingerprint).toBe("ba54c1b8");
  expect(area).toEqual(bytes.subarray(0, APP_AT));
});

const recipe = { seed: 1, bytes: 20_000, version: "1.0.1" } as const;
const rotated = (dump: Uint8Array): Uint8Array =>
  Uint8Array.from(Buffer.concat([dump.subarray(APP_AT), dump.subarray(0, APP_AT)]));

describe("refuses, naming the file and what to give instead,", () => {
  test.each<readonly [name: string, bytes: Uint8Array, problem: RegExp]>([
    [
      "an N's bootloader",
      buildBootloader({ chip: "bk7231n", seed: 1 }),
      /for BK7231N.*, not for BK7231T/,
    ],
    [
      "an N's bootloader+app",
      buildQio({ ...recipe, chip: "bk7231n" }),
      /for BK7231N.*, not for BK7231T/,
    ],
    [
      "an N's dump",
      buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "021122334455" }),
      /for BK7231N.*, not for BK7231T/,
    ],
    ["a U's bootloader", buildBootloader({ chip: "bk7231u", seed: 1 }), /unscrambled/],
    ["an app alone", buildApp({ ...recipe, chip: "bk7231t" }), /holds no bootloader/],
    ["a UF2", buildUf2({ ...recipe, chip: "bk7231t" }), /holds no bootloader/],
    ["a rotated dump", rotated(DUMP), /wrap-around/],
    ["another key", withForeignKey(QIO, 0, QIO.length), /under a key|nothing this station knows/],
    ["a bootloader under another key", withForeignKey(ALONE, 0, APP_AT), /./],
    ["a damaged block", withByte(ALONE, 0x3000), /CRC-16/],
    [
      "a changed block",
      withBlockCrc(withByte(ALONE, 0x3000 - (0x3000 % 34)), 0x3000 - (0x3000 % 34)),
      /CRC-32/,
    ],
    ["a damaged app", withByte(QIO, 0x12000), /./],
    ["a bootloader cut short", ALONE.subarray(0, 0x7f80), /RBL header/],
    ["a QIO cut short", QIO.subarray(0, APP_AT + 0x1000), /./],
    ["a dump cut short", DUMP.subarray(0, 0x100000), /./],
    [
      "a dump of another size",
      buildFactoryFlash({ chip: "bk7231t", seed: 1, mac: "021122334455", flashBytes: 0x400000 }),
      /./,
    ],
    ["erased flash", new Uint8Array(APP_AT).fill(0xff), /nothing but FF/],
    ["nothing", new Uint8Array(0), /empty/],
  ])("%s", (_, bytes, problem) => {
    const read = (): unknown => readRepairImage("given.bin", bytes, T);
    expect(read).toThrow(InputError);
    expect(read).toThrow(problem);
    expect(read).toThrow(/^given\.bin: .* Give a known-good bootloader/);
  });
});

test("judges by the chip it is given", () => {
  const area = buildBootloader({ chip: "bk7231n", seed: 1 });
  expect(readRepairImage("n.bin", area, CHIPS.bk7231n).area).toEqual(area);
});
