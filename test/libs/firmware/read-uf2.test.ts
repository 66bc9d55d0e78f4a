import { expect, test } from "vitest";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildUf2 } from "../../../libs/firmware/build-image.ts";
import type { Uf2Tag } from "../../../libs/firmware/builder/encode-uf2.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import type { ImageResult } from "../../../libs/firmware/image-result.ts";
import { readFirmware } from "../../../libs/firmware/read-firmware.ts";
import { UF2_TAG } from "../../../libs/firmware/uf2-tags.ts";
import {
  BLOCK,
  craftUf2,
  FOR_FLASHER,
  joined,
  plainCode,
  small,
  unscrambled,
  withByte,
  withBytes,
  withUf2Field,
} from "./craft.ts";

const UF2 = buildUf2(small("bk7231n"));
const BLOCKS = UF2.length / BLOCK;

const readFor = (chip: ChipName, bytes: Uint8Array): ImageResult =>
  readFirmware(bytes, { chip: CHIPS[chip], fileName: "file.uf2" });

const blockOf = (index: number): Uint8Array => UF2.slice(index * BLOCK, (index + 1) * BLOCK);

const without =
  (tag: number) =>
  (tags: readonly Uf2Tag[]): readonly Uf2Tag[] =>
    tags.filter(([type]) => type !== tag);

const forDevice: Uf2Tag = [
  UF2_TAG.otaPartInfo,
  joined(Uint8Array.of(0x10, 0, 0), asciiBytes("app\0")),
];

const forPartition = (name: string): Uf2Tag => [
  UF2_TAG.otaPartInfo,
  joined(Uint8Array.of(0, 1, 0), asciiBytes(`${name}\0`)),
];

const appAt = (start: number, end: number) => new Map([["app", { start, end }]]);

test("only what is for a flasher is written, and it is what the app's container holds", () => {
  expect(readFor("bk7231n", UF2)).toMatchObject({
    ok: true,
    image: {
      kind: "uf2",
      app: { version: "2.3.4" },
      writes: [
        { part: "app", start: 0x11000, bytes: { length: 626 * 34 } },
        { part: "app", start: 0x129f0a, bytes: { length: 102 } },
      ],
    },
  });
});

test.each(["bk7231n", "bk7231t"] as const)("without a table the board of %s says where", (chip) => {
  const board = `generic-${chip}-qfn32-tuya`;
  const file = craftUf2({ chip, board, header: without(UF2_TAG.partitionTable) });
  expect(readFor(chip, file)).toMatchObject({ ok: true });
});

test("48: tags nobody knows are skipped", () => {
  const extra: Uf2Tag = [0x123456, asciiBytes("what?")];
  expect(readFor("bk7231n", craftUf2({ header: (tags) => [extra, ...tags] }))).toMatchObject({
    ok: true,
  });
});

test("the second of two names is taken if the tag says so", () => {
  const second: Uf2Tag = [
    UF2_TAG.otaPartInfo,
    joined(Uint8Array.of(0x10, 0x02, 0), asciiBytes("download\0app\0")),
  ];
  const sections = craftUf2({
    sections: (all) => all.map((section) => ({ ...section, tags: [second] })),
  });
  expect(readFor("bk7231n", sections)).toMatchObject({ ok: true });
});

// Recipes of firmware-formats.md section 12, on generated images.
test.each([
  ["3: last block cut", UF2.subarray(0, -BLOCK), { fault: "truncated", found: BLOCKS - 1 }],
  ["3: cut to ten blocks", UF2.subarray(0, 10 * BLOCK), { fault: "truncated", found: 10 }],
  ["4: last 100 bytes cut", UF2.subarray(0, -100), { fault: "length" }],
  [
    "5: two blocks swapped",
    withBytes(withBytes(UF2, 10 * BLOCK, blockOf(11)), 11 * BLOCK, blockOf(10)),
    { fault: "gap", block: 10, found: 11 },
  ],
  [
    "5: one block twice",
    withBytes(UF2, 11 * BLOCK, blockOf(10)),
    { fault: "repeated", block: 11, found: 10 },
  ],
  ["6: last magic of a block", withByte(UF2, 20 * BLOCK + 510), { fault: "bad-block", block: 20 }],
  ["a block too long", withUf2Field(UF2, 20, 16, 257), { fault: "bad-block", block: 20 }],
  [
    "8: one block of another family",
    withUf2Field(UF2, 5, 28, 0x675a40b0),
    { fault: "mixed-families", block: 5, found: 0x675a40b0 },
  ],
  ["a block without family", withUf2Field(UF2, 5, 8, 0), { fault: "no-family", block: 5 }],
  ["a file container", withUf2Field(UF2, 5, 8, 0x3000), { fault: "no-family", block: 5 }],
  ["10: no OTA_FORMAT_2", craftUf2({ header: without(UF2_TAG.otaFormat2) }), { fault: "legacy" }],
  [
    "11: no table, unknown board",
    craftUf2({ header: without(UF2_TAG.partitionTable), board: "no-such-board" }),
    { fault: "unknown-layout", board: "no-such-board" },
  ],
  [
    "no table, a board named as a part of every object",
    craftUf2({ header: without(UF2_TAG.partitionTable), board: "constructor" }),
    { fault: "unknown-layout" },
  ],
  [
    "a broken table",
    craftUf2({
      header: (tags) => [
        ...without(UF2_TAG.partitionTable)(tags),
        [UF2_TAG.partitionTable, new Uint8Array(47)],
      ],
    }),
    { fault: "bad-table" },
  ],
  [
    "14: everything for the device",
    craftUf2({ sections: (all) => all.map((section) => ({ ...section, tags: [forDevice] })) }),
    { fault: "nothing-to-write" },
  ],
  [
    "a partition that is in no table",
    craftUf2({
      sections: (all) => all.map((section) => ({ ...section, tags: [forPartition("x")] })),
    }),
    { fault: "unknown-partition", partition: "x" },
  ],
  [
    "another partition than the app's",
    craftUf2({
      partitions: new Map([
        ...appAt(0x11000, 0x132000),
        ["kvs", { start: 0x1d8000, end: 0x1e0000 }],
      ]),
      sections: (all) => [
        ...all,
        { tags: [forPartition("kvs")], address: 0, bytes: new Uint8Array(9) },
      ],
    }),
    { fault: "unexpected-partition", partition: "kvs" },
  ],
  [
    "16: a header past its partition",
    craftUf2({
      partitions: appAt(0x11000, 0x12a000),
      sections: (all) => all.map((s) => (s.address === 0 ? s : { ...s, address: 0x119000 })),
    }),
    { fault: "past-partition", partition: "app", partitionBytes: 0x119000 },
  ],
  [
    "the same bytes twice",
    craftUf2({ sections: (all) => [...all, ...all] }),
    { fault: "rewrites" },
  ],
  [
    "tags that run out of their block",
    withBytes(UF2, BLOCK + 32 + 256, Uint8Array.of(0xff)),
    { fault: "bad-tags", block: 1 },
  ],
  [
    "a choice without a name",
    craftUf2({
      sections: (all) =>
        all.map((s) => ({ ...s, tags: [[UF2_TAG.otaPartInfo, Uint8Array.of(0, 2, 0, 0x61, 0)]] })),
    }),
    { fault: "bad-part-info", block: 1 },
  ],
])("refused as a UF2: %s", (_, bytes, fault) => {
  const read = readFor("bk7231n", bytes);
  expect(read).toMatchObject({ ok: false, refusal: { code: "bad-uf2", fault } });
  if (!read.ok) expect(explainRefusal(read.refusal).problem).toContain("UF2");
});

test.each([
  [
    "7: another maker's family",
    "bk7231n",
    withUf2Field(UF2, "all", 28, 0x22e0d6fc),
    { image: "RTL8710B" },
  ],
  ["9: N's file for T", "bk7231t", UF2, { code: "wrong-chip", image: "BK7231N or BK7231M" }],
  ["9: T's file for N", "bk7231n", buildUf2(small("bk7231t")), { image: "BK7231T or BK7231U" }],
  [
    "T's app under N's family",
    "bk7231n",
    withUf2Field(buildUf2(small("bk7231t")), "all", 28, 0x7b3ef230),
    { code: "wrong-chip", image: "BK7231T or BK7231S" },
  ],
  [
    "12: app over the bootloader",
    "bk7231n",
    craftUf2({ partitions: appAt(0, 0x121000) }),
    { code: "over-bootloader", address: 0 },
  ],
  [
    "13: app past the flash's end",
    "bk7231t",
    craftUf2({ chip: "bk7231t", partitions: appAt(0x1f0000, 0x310000) }),
    { code: "past-flash-end" },
  ],
  [
    "app over the calibration",
    "bk7231n",
    craftUf2({ partitions: appAt(0x1d0000, 0x1f0000), sections: (all) => all.slice(0, 1) }),
    { code: "over-calibration", start: 0x1d0000 },
  ],
  [
    "29: app elsewhere",
    "bk7231n",
    craftUf2({ partitions: appAt(0x11100, 0x132100) }),
    { code: "misplaced-app", address: 0x11100, expected: 0x11000 },
  ],
  [
    "16: header where no bootloader looks",
    "bk7231n",
    craftUf2({
      sections: (all) => all.map((s) => (s.address === 0 ? s : { ...s, address: 0x119000 })),
    }),
    { code: "misplaced-header", address: 0x12a000, expected: 0x129f0a },
  ],
  [
    "15: one data byte changed",
    "bk7231n",
    withByte(UF2, 30 * BLOCK + 100),
    { code: "bad-block", address: 0x11000 + Math.floor((29 * 256 + 68) / 34) * 34 },
  ],
  ["no header", "bk7231n", craftUf2({ sections: (all) => all.slice(0, 1) }), { code: "no-header" }],
  [
    "35: no vectors under a known key",
    "bk7231n",
    craftUf2({ code: plainCode(CHIPS.bk7231n).fill(0, 0, 32) }),
    { code: "wrong-kind", found: { kind: "unknown-code" } },
  ],
  [
    "header only",
    "bk7231n",
    craftUf2({ sections: (all) => all.slice(1) }),
    { code: "no-app", expected: 0x11000 },
  ],
  [
    "FF in place of code",
    "bk7231n",
    craftUf2({
      sections: (all) => [
        { tags: [FOR_FLASHER], address: 0, bytes: new Uint8Array(340).fill(0xff) },
        ...all.slice(1),
      ],
    }),
    { code: "bad-body", part: "app" },
  ],
] as const)("refused: %s", (_, chip, bytes, refusal) => {
  expect(readFor(chip, bytes)).toMatchObject({ ok: false, refusal });
});

test("U's unscrambled app has T's family, and is refused on T", () => {
  const chip = unscrambled(CHIPS.bk7231t);
  const read = readFirmware(buildUf2(small("bk7231t")), { chip, fileName: "file" });
  expect(read).toMatchObject({ ok: false, refusal: { code: "wrong-code-key", found: "default" } });
});
