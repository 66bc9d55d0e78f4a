import { expect, test } from "vitest";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { readBootloaderTable } from "../../../libs/firmware/bootloader-table.ts";
import { buildBootloader } from "../../../libs/firmware/build-image.ts";
import { unwrapBlocks, wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { needSharedData, readSharedFile } from "../../shared-data.ts";

const N_TABLE = [
  { name: "bootloader", start: 0, end: 0x11000 },
  { name: "app", start: 0x11000, end: 0x12a000 },
  { name: "download", start: 0x12a000, end: 0x1d0000 },
];
const T_TABLE = [...N_TABLE.slice(0, 2), { name: "download", start: 0x132000, end: 0x1d8000 }];
const U_TABLE = [
  { name: "bootloader", start: 0, end: 0x11000 },
  { name: "app", start: 0x11000, end: 0x132000 },
  { name: "download", start: 0x132000, end: 0x1e0000 },
];

test.each([
  ["bk7231n", N_TABLE],
  ["bk7231t", T_TABLE],
] as const)("the table of a generated bootloader for %s is read", (chip, table) => {
  expect(readBootloaderTable(buildBootloader({ chip, seed: 3 }))).toEqual(table);
});

test.for([
  ["bk7231n-dump-smartled8044.bin", N_TABLE],
  ["bk7231t-dump-globe37783.bin", T_TABLE],
  ["openbk7231u-qio-1.18.300.bin", U_TABLE],
  ["openbk7238-qio-1.18.300.bin", U_TABLE],
] as const)("real file %s", ([file, table], context) => {
  needSharedData(context);
  const area = readSharedFile(file).subarray(0, CHIPS.bk7231n.appStart);
  expect(readBootloaderTable(area)).toEqual(table);
});

test("the magic alone, a stranger's name, and a cut entry are no table", () => {
  const area = buildBootloader({ chip: "bk7231n", seed: 3 });
  const code = unwrapBlocks(area, 0, 0x8000);
  const at = 0x7000;
  code.set(asciiBytes("appx"), at + 4);
  code.set(asciiBytes("flash9"), at + 64 + 28);
  expect(readBootloaderTable(wrapBlocks(code))).toEqual(N_TABLE.slice(2));
  expect(readBootloaderTable(wrapBlocks(code.subarray(0, at + 160)))).toEqual([]);
  expect(readBootloaderTable(new Uint8Array(0))).toEqual([]);
});
