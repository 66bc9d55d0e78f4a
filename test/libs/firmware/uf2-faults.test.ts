import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readU32, writeU32 } from "../../../libs/bytes/little-endian.ts";
import type { Range } from "../../../libs/bytes/ranges.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { buildUf2 } from "../../../libs/firmware/build-image.ts";
import type { Uf2Section, Uf2Tag } from "../../../libs/firmware/builder/encode-uf2.ts";
import { examineFirmware } from "../../../libs/firmware/examine-firmware.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import { UF2_TAG } from "../../../libs/firmware/uf2-tags.ts";
import {
  BLOCK,
  craftUf2,
  FOR_FLASHER,
  joined,
  small,
  withByte,
  withBytes,
  withUf2Field,
} from "./craft.ts";

const UF2 = buildUf2(small("bk7231n"));
const COUNT = UF2.length / BLOCK;

const examine = (bytes: Uint8Array) => examineFirmware(bytes, { fileName: "firmware.uf2" });

const blockOf = (index: number): Uint8Array => UF2.slice(index * BLOCK, (index + 1) * BLOCK);

const withTag =
  (type: number, value: Uint8Array) =>
  (tags: readonly Uf2Tag[]): readonly Uf2Tag[] => [
    ...tags.filter(([other]) => other !== type),
    [type, value],
  ];

const forScheme = (nibbles: readonly number[], names = "app\0"): Uf2Tag => [
  UF2_TAG.otaPartInfo,
  joined(Uint8Array.from(nibbles), asciiBytes(names)),
];

const retagged = (tag: Uf2Tag) => (all: readonly Uf2Section[]) =>
  all.map((section) => ({ ...section, tags: [tag] }));

const table = (...entries: readonly (readonly [name: string, range: Range])[]) => new Map(entries);

const APP = { start: 0x11000, end: 0x12a000 };
const BEHIND = { start: 0x12a000, end: 0x12b000 };

/** A partition table's entry (firmware-formats.md section 3.3). */
const entry = (name: string, { start, end }: Range): Uint8Array => {
  const bytes = new Uint8Array(48);
  bytes.set(asciiBytes("01PE"));
  bytes.set(asciiBytes(name), 4);
  writeU32(bytes, 36, start);
  writeU32(bytes, 40, end - start);
  return bytes;
};

// What no other tool of these chips refuses (firmware-formats.md section 12), each by its own fault.
test.each<[string, Uint8Array, object]>([
  [
    "a block left out",
    joined(UF2.subarray(0, 7 * BLOCK), UF2.subarray(8 * BLOCK)),
    { fault: "gap", block: 7, found: 8 },
  ],
  [
    "a block put in twice",
    joined(UF2.subarray(0, 8 * BLOCK), UF2.subarray(7 * BLOCK)),
    { fault: "repeated", block: 8, found: 7 },
  ],
  [
    "its last block twice",
    joined(UF2, blockOf(COUNT - 1)),
    { fault: "extra-blocks", expected: COUNT, found: COUNT + 1 },
  ],
  ["zeros behind", joined(UF2, new Uint8Array(BLOCK)), { fault: "extra-blocks" }],
  [
    "a sound block behind",
    withUf2Field(joined(UF2, blockOf(COUNT - 1)), COUNT, 20, COUNT),
    { fault: "extra-blocks" },
  ],
  [
    "cut after whole blocks",
    UF2.subarray(0, 20 * BLOCK),
    { fault: "truncated", expected: COUNT, found: 20 },
  ],
  [
    "one block of another count",
    withUf2Field(UF2, 9, 24, COUNT + 1),
    { fault: "counts-differ", block: 9, first: COUNT, found: COUNT + 1 },
  ],
  [
    "one block that counts none",
    withUf2Field(UF2.subarray(0, BLOCK), 0, 24, 0),
    { fault: "extra-blocks", expected: 0, found: 1 },
  ],
  [
    "a tag shorter than its own head",
    withBytes(UF2, 32, Uint8Array.of(2)),
    { fault: "bad-tags", block: 0 },
  ],
  [
    "two partitions of one name",
    craftUf2({
      header: withTag(UF2_TAG.partitionTable, joined(entry("app", APP), entry("app", BEHIND))),
    }),
    { fault: "partitions-overlap", partition: "app", other: "app" },
  ],
  ["no last magic in the first block", withByte(UF2, 510), { fault: "bad-block", block: 0 }],
  ["nothing but the first magics", UF2.subarray(0, 100), { fault: "length", bytes: 100 }],
  [
    "a format of tomorrow",
    craftUf2({ header: withTag(UF2_TAG.otaFormat2, Uint8Array.of(3)) }),
    { fault: "unknown-format", format: 3 },
  ],
  [
    "only legacy tags",
    craftUf2({
      header: () => [[UF2_TAG.legacyHasOta1, Uint8Array.of(1)]],
      sections: retagged([UF2_TAG.legacyPart1, asciiBytes("app")]),
    }),
    { fault: "legacy" },
  ],
  [
    "data that is for no partition",
    craftUf2({ sections: retagged([UF2_TAG.legacyPart1, asciiBytes("app")]) }),
    { fault: "unplaced", block: 1 },
  ],
  [
    "a list without anything for flashers",
    craftUf2({ header: withTag(UF2_TAG.otaPartList, Uint8Array.of(0x10, 0, 0)) }),
    { fault: "part-list" },
  ],
  [
    "two partitions on one place",
    craftUf2({ partitions: table(["app", APP], ["download", { start: 0x129000, end: 0x1cf000 }]) }),
    { fault: "partitions-overlap", partition: "app", other: "download" },
  ],
  [
    "one partition inside another",
    craftUf2({ partitions: table(["download", { start: 0x20000, end: 0x21000 }], ["app", APP]) }),
    { fault: "partitions-overlap", partition: "download", other: "app" },
  ],
  [
    "a table entry of another kind",
    craftUf2({ header: withTag(UF2_TAG.partitionTable, new Uint8Array(48).fill(1)) }),
    { fault: "bad-table" },
  ],
  [
    "data past the partition's end",
    craftUf2({ partitions: table(["app", { start: 0x11000, end: 0x129f6c }]) }),
    { fault: "past-partition", partition: "app", end: 0x118f70, partitionBytes: 0x118f6c },
  ],
])("%s", (_, bytes, fault) => {
  expect(examine(bytes).refusal).toMatchObject({ code: "bad-uf2", fault });
});

test.each<[string, Uint8Array, object]>([
  [
    "12: the app over the bootloader",
    craftUf2({ partitions: table(["app", { start: 0, end: 0x119000 }]) }),
    { code: "over-bootloader", address: 0, limit: 0x11000 },
  ],
  [
    "another partition over the bootloader",
    craftUf2({ partitions: table(["app", APP], ["download", { start: 0x1000, end: 0x2000 }]) }),
    { code: "over-bootloader", address: 0x1000, limit: 0x11000 },
  ],
  [
    "an update past the partition it is for",
    craftUf2({
      partitions: table(["app", APP], ["download", BEHIND]),
      sections: (all) => [
        ...all,
        {
          tags: [forScheme([0x10, 0, 0], "download\0")],
          address: 0x1000,
          bytes: new Uint8Array(16),
        },
      ],
    }),
    { code: "bad-uf2", fault: { fault: "past-partition", partition: "download" } },
  ],
  [
    "a block of code that is not for the main flash",
    withUf2Field(UF2, 7, 8, 0x2001),
    { code: "bad-block", part: "app" },
  ],
  [
    "13: the app past the flash's end, what it writes as well",
    craftUf2({ partitions: table(["app", { start: 0x1f0000, end: 0x309000 }]) }),
    { code: "past-flash-end", end: 0x309000, flashBytes: 0x200000 },
  ],
  [
    "a table that ends where an address wraps",
    craftUf2({ partitions: table(["app", { start: 0x11000, end: 0x11000 + 0xfffffff0 }]) }),
    { code: "past-flash-end" },
  ],
  [
    "another partition past the flash's end",
    craftUf2({ partitions: table(["app", APP], ["download", { start: 0x1f0000, end: 0x210000 }]) }),
    { code: "past-flash-end" },
  ],
  [
    "14: the app's code for the device alone",
    craftUf2({
      sections: (all) =>
        all.map((section) =>
          section.address === 0 ? { ...section, tags: [forScheme([0x10, 0, 0])] } : section,
        ),
    }),
    { code: "no-app", expected: 0x11000 },
  ],
])("%s", (_, bytes, refusal) => {
  expect(examine(bytes).refusal).toMatchObject(refusal);
});

test("a table may name the bootloader's own place", () => {
  const partitions = table(["bootloader", { start: 0, end: 0x11000 }], ["app", APP]);
  expect(examine(craftUf2({ partitions })).image).toBeDefined();
});

test("binpatch tags, page sizes, sums nobody defined and a comment behind the tags choke nobody", () => {
  const binpatch: Uf2Tag = [UF2_TAG.binpatch, Uint8Array.of(0xfe, 5, 1, 0, 0, 0, 8)];
  const file = craftUf2({
    header: (tags) => [
      ...tags,
      [UF2_TAG.pageSize, Uint8Array.of(0, 1, 0, 0)],
      [UF2_TAG.sha2, new Uint8Array(32)],
    ],
    sections: (all) => all.map((section) => ({ ...section, tags: [FOR_FLASHER, binpatch] })),
  });
  const commented = withBytes(file, 0x190, asciiBytes("Hi! Please visit"));
  expect(examine(commented).image?.writes).toEqual(examine(craftUf2()).image?.writes);
});

/** A UF2 whose block `index` carries an MD5 of its partition's bytes `[start, end)`. */
const withMd5 = (file: Uint8Array, index: number, { start, end }: Range, of: Uint8Array) => {
  const changed = file.slice();
  const at = index * BLOCK;
  writeU32(changed, at + 8, readU32(changed, at + 8) | 0x4000);
  writeU32(changed, at + 484, start);
  writeU32(changed, at + 488, end - start);
  changed.set(createHash("md5").update(of).digest(), at + 492);
  return changed;
};

const dataOf = (...indexes: readonly number[]): Uint8Array =>
  joined(...indexes.map((index) => UF2.subarray(index * BLOCK + 32, index * BLOCK + 288)));

test("MD5s where blocks carry them: right ones are counted", () => {
  const range = { start: 0x100, end: 0x300 };
  const once = withMd5(UF2, 2, range, dataOf(2, 3));
  const twice = withMd5(once, 3, range, dataOf(2, 3));
  const { checks, image } = examine(withMd5(twice, 5, { start: 0x400, end: 0x500 }, dataOf(5)));
  expect(checks).toContainEqual({
    check: "uf2-md5",
    outcome: "passed",
    finding: "carries 3 MD5s of its data, all right.",
  });
  expect(image).toBeDefined();
});

test.each<[string, number, Range, Uint8Array, string]>([
  ["of other data", 2, { start: 0x100, end: 0x300 }, dataOf(2, 4), "md5"],
  ["of no bytes", 2, { start: 0x100, end: 0x100 }, new Uint8Array(0), "md5-range"],
  ["of half a block", 2, { start: 0x100, end: 0x180 }, dataOf(2), "md5-range"],
  ["of bytes that are not there", 2, { start: 0x100, end: 0xf00000 }, dataOf(2), "md5-range"],
])("an MD5 %s is refused", (_, block, range, of, fault) => {
  const { refusal } = examine(withMd5(UF2, block, range, of));
  expect(refusal).toEqual({ code: "bad-uf2", fault: { fault, block } });
  expect(refusal && explainRefusal(refusal).problem).toContain(`the MD5 in block ${block}`);
});

test("MD5s of ranges that overlap are refused: hashing each could cost a file's length squared", () => {
  const one = withMd5(UF2, 2, { start: 0x100, end: 0x300 }, dataOf(2, 3));
  const both = withMd5(one, 3, { start: 0x200, end: 0x400 }, dataOf(3, 4));
  expect(examine(both).refusal).toEqual({
    code: "bad-uf2",
    fault: { fault: "md5-range", block: 3 },
  });
});
