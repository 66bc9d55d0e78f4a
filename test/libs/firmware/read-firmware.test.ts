import { expect, test } from "vitest";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import { readU32, writeU32 } from "../../../libs/bytes/little-endian.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
} from "../../../libs/firmware/build-image.ts";
import { unwrapBlocks, wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { MAX_FIRMWARE_BYTES } from "../../../libs/firmware/examine-firmware.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import type { ImageResult } from "../../../libs/firmware/image-result.ts";
import {
  encodeRblHeader,
  HEADER_BYTES,
  readRblHeader,
  storeRblHeader,
} from "../../../libs/firmware/rbl-header.ts";
import { readFirmware } from "../../../libs/firmware/read-firmware.ts";
import {
  craftApp,
  craftCrcFile,
  joined,
  small,
  unscrambled,
  withBlockCrc,
  withByte,
  withBytes,
} from "./craft.ts";

const HEADER_AT = 0x118f0a;
const APP = buildApp(small("bk7231n"));
const QIO = buildQio(small("bk7231n"));
const T_QIO = buildQio(small("bk7231t"));

const readFor = (chip: keyof typeof CHIPS, bytes: Uint8Array): ImageResult =>
  readFirmware(bytes, { chip: CHIPS[chip], fileName: "file" });

/** The app with a byte of its header changed before both of the header's checks are made. */
const withHeaderField = (app: Uint8Array, change: (header: Uint8Array) => void): Uint8Array => {
  const header = unwrapBlocks(app, HEADER_AT, HEADER_BYTES);
  change(header);
  return withBytes(app, HEADER_AT, wrapBlocks(header));
};

const sealed = (header: Uint8Array): void => writeU32(header, 92, crc32(header.subarray(0, 92)));

test("an app, a bootloader+app file: accepted with what they say and where they go", () => {
  expect(readFor("bk7231n", APP)).toMatchObject({
    ok: true,
    image: {
      kind: "app-rbl",
      chips: ["bk7231n"],
      fileName: "file",
      app: { version: "2.3.4", builtAt: 1767225600, codeBytes: 20_032 },
      writes: [{ part: "app", start: 0x11000, bytes: { length: 0x118f70 } }],
    },
  });
  expect(readFor("bk7231t", T_QIO)).toMatchObject({
    ok: true,
    image: {
      kind: "bootloader-and-app",
      bootloader: { version: "1.00" },
      writes: [
        { part: "bootloader", start: 0, bytes: { length: 0x11000 } },
        { part: "app", start: 0x11000, bytes: { length: 0x118f70 } },
      ],
    },
  });
});

// Recipes of firmware-formats.md section 12, on generated images.
test.each<[string, ChipName, Uint8Array, object]>([
  ["an N app on T", "bk7231t", APP, { code: "wrong-chip", chip: "BK7231T", image: "BK7231N" }],
  [
    "a T app on N",
    "bk7231n",
    buildApp(small("bk7231t")),
    { code: "wrong-chip", chip: "BK7231N", image: "BK7231T or BK7231S" },
  ],
  ["an N QIO on T", "bk7231t", QIO, { code: "wrong-chip", image: "BK7231N" }],
  ["a T QIO on N", "bk7231n", T_QIO, { code: "wrong-chip", image: "BK7231T or BK7231S" }],
  [
    "36: bootloader for N, app for T",
    "bk7231t",
    joined(buildBootloader({ chip: "bk7231n", seed: 1 }), buildApp(small("bk7231t"))),
    { code: "parts-disagree", bootloader: "BK7231N", app: "BK7231T or BK7231S" },
  ],
  [
    "34: unscrambled, without marker",
    "bk7231t",
    craftApp(unscrambled(CHIPS.bk7231t)),
    { code: "wrong-code-key", expected: "default", found: "none" },
  ],
  [
    "34: unscrambled, with N's marker",
    "bk7231n",
    craftApp(unscrambled(CHIPS.bk7231n)),
    { code: "wrong-code-key", image: "BK7231M" },
  ],
  [
    "19: one byte changed",
    "bk7231n",
    withByte(APP, 0x5000),
    { code: "bad-block", part: "app", address: 0x11000 + 0x5000 - (0x5000 % 34) },
  ],
  [
    "one byte of the fill changed",
    "bk7231n",
    withByte(APP, 0x50000),
    { code: "bad-block", part: "app", address: 0x60fea },
  ],
  [
    "one byte of a QIO's bootloader changed",
    "bk7231n",
    withByte(QIO, 0x400),
    { code: "bad-block", part: "bootloader", address: 0x400 - (0x400 % 34) },
  ],
  [
    "20: one byte changed and its CRC-16 made right",
    "bk7231n",
    withBlockCrc(withByte(APP, 340), 340),
    { code: "bad-body", part: "app", fault: "crc-32" },
  ],
  [
    "20, in a QIO's bootloader",
    "bk7231n",
    withBlockCrc(withByte(QIO, 340), 340),
    { code: "bad-body", part: "bootloader", fault: "crc-32" },
  ],
  [
    "21: the header's version changed and its CRC-16 made right",
    "bk7231n",
    withHeaderField(APP, (header) => header.set([0x39], 28)),
    { code: "bad-header", part: "app", address: 0x129f0a, fault: "crc-32" },
  ],
  [
    "the header's second block changed",
    "bk7231n",
    withByte(APP, HEADER_AT + 40),
    { code: "bad-header", fault: "crc-16" },
  ],
  [
    "a hash that is not the body's",
    "bk7231n",
    withHeaderField(APP, (header) => {
      header.set([1, 2, 3, 4], 80);
      sealed(header);
    }),
    { code: "bad-body", fault: "fnv-1a" },
  ],
  [
    "a body longer than the file",
    "bk7231n",
    withHeaderField(APP, (header) => {
      writeU32(header, 88, 0x7fffffff);
      sealed(header);
    }),
    { code: "bad-body", fault: "size" },
  ],
  [
    "a body that would fill the memory",
    "bk7231n",
    withHeaderField(APP, (header) => {
      writeU32(header, 84, 0xffffffff);
      writeU32(header, 88, 0xffffffff);
      sealed(header);
    }),
    { code: "bad-body", fault: "size" },
  ],
  [
    "a body of no bytes",
    "bk7231n",
    withHeaderField(APP, (header) => {
      header.fill(0, 84, 92);
      sealed(header);
    }),
    { code: "bad-body", fault: "size" },
  ],
  [
    "a packed body",
    "bk7231n",
    withHeaderField(APP, (header) => {
      header.set([2, 1], 4);
      sealed(header);
    }),
    { code: "bad-body", fault: "packed" },
  ],
  [
    "a body that is compressed alone",
    "bk7231n",
    withHeaderField(APP, (header) => {
      header.set([0, 1], 4);
      sealed(header);
    }),
    { code: "bad-body", fault: "packed" },
  ],
  ...[17, -256].map((more): [string, ChipName, Uint8Array, object] => [
    `a body that is said to be ${more} bytes longer unpacked`,
    "bk7231n",
    withHeaderField(APP, (header) => {
      writeU32(header, 84, readU32(header, 88) + more);
      sealed(header);
    }),
    { code: "bad-body", fault: "size" },
  ]),
  [
    "a header for something else",
    "bk7231n",
    withHeaderField(APP, (header) => {
      header.set(Buffer.from("download"), 12);
      sealed(header);
    }),
    { code: "no-header" },
  ],
  [
    "22: a container of another length",
    "bk7231n",
    craftApp(CHIPS.bk7231n, { containerBytes: 0x118f70 - 34 }),
    { code: "misplaced-header", address: 0x129f0a - 34, expected: 0x129f0a },
  ],
  ["a QIO cut in its app", "bk7231n", QIO.subarray(0, 0x14000), { code: "bad-block", part: "app" }],
  ["a QIO cut in its fill", "bk7231n", QIO.subarray(0, 0x11000 + 34 * 1000), { code: "no-header" }],
  [
    "a QIO with something behind it",
    "bk7231n",
    joined(QIO, new Uint8Array(100).fill(0xff), Uint8Array.of(1)),
    { code: "data-behind-header", address: 0x129f70 + 100 },
  ],
  [
    "a QIO whose app reaches past the partition its bootloader has for it",
    "bk7231n",
    joined(QIO.subarray(0, 0x11000), craftApp(CHIPS.bk7231n, { containerBytes: 0x120f70 })),
    { code: "misplaced-header", address: 0x131f0a, expected: 0x129f0a },
  ],
  [
    "a QIO whose header reaches past that partition",
    "bk7231n",
    joined(QIO.subarray(0, 0x11000), craftApp(CHIPS.bk7231n, { containerBytes: 0x119010 })),
    { code: "misplaced-header", address: 0x12a010 - 102, expected: 0x129f0a },
  ],
  [
    "a QIO with a damaged header behind it",
    "bk7231n",
    joined(QIO, withByte(APP.subarray(-102), 40)),
    { code: "data-behind-header", address: 0x129f70 },
  ],
  [
    "a byte of its header, no CRC-16 made right again",
    "bk7231n",
    withByte(APP, HEADER_AT + 28),
    { code: "bad-header", part: "app", address: 0x129f0a, fault: "crc-16" },
  ],
  ["17: .crc", "bk7231n", craftCrcFile("bk7231n"), { found: { kind: "app-without-header" } }],
  ["18: .rblh", "bk7231n", APP.subarray(-102), { found: { kind: "rbl-header" } }],
  [
    "22: cut by 34 bytes",
    "bk7231n",
    APP.subarray(0, -34),
    { found: { kind: "cut-header", headerAt: HEADER_AT } },
  ],
  ["23: shifted", "bk7231n", joined(Uint8Array.of(0xff), APP), { found: { kind: "damaged-app" } }],
  [
    "31: a dump",
    "bk7231n",
    buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "c8478c000001" }),
    { code: "wrong-kind", found: { kind: "full-dump" } },
  ],
  ["1: empty", "bk7231n", new Uint8Array(0), { found: { kind: "empty" } }],
  ["41: too large", "bk7231n", new Uint8Array(MAX_FIRMWARE_BYTES + 1), { code: "too-large" }],
] as const)("refused: %s", (_, chip, bytes, refusal) => {
  const read = readFor(chip, bytes);
  expect(read).toMatchObject({ ok: false, refusal });
  if (read.ok) return;
  const { problem, remedy } = explainRefusal(read.refusal);
  expect(`${problem} ${remedy}`).toMatch(/^[a-z].*\. .*\.$/);
});

test("46: a QIO whose header is off the grid of blocks", () => {
  const app = craftApp(CHIPS.bk7231t, { containerBytes: 0x100000 - 0x11000 });
  const qio = joined(buildBootloader({ chip: "bk7231t", seed: 1 }), app);
  expect((0x100000 - 102) % 34).not.toBe(0);
  expect(readFor("bk7231t", qio)).toMatchObject({ ok: true, image: { app: { version: "1" } } });
});

test("49: garbage behind the NUL of a header's name and version", () => {
  const dirty = withHeaderField(APP, (header) => {
    header.set([0xde, 0xad, 0xbe, 0xef], 12 + 5);
    header.set([0x1b, 0x5b, 0x33, 0x31], 28 + 7);
    sealed(header);
  });
  expect(readFor("bk7231n", dirty)).toMatchObject({
    ok: true,
    image: { app: { version: "2.3.4" } },
  });
});

test("control characters in a version reach nobody's terminal", () => {
  const evil = withHeaderField(APP, (header) => {
    header.set(Buffer.from("\x1b[2J\n"), 28);
    sealed(header);
  });
  expect(readFor("bk7231n", evil)).toMatchObject({ ok: true });
  const read = readFor("bk7231n", evil);
  expect(read.ok && read.image.app.version).toBe("\\x1b[2J\\x0a");
});

test("a header comes back as it was written", () => {
  const header = {
    packing: { encryption: 1, compression: 3 },
    builtAt: 1748449025,
    name: "bootloader",
    version: "25.05.28-bk7231n",
    bodyCrc32: 0xe93f8f24,
    bodyFnv1a: 0xa9c52f86,
    rawBytes: 888272,
    packageBytes: 888256,
  };
  expect(readRblHeader(encodeRblHeader(header))).toEqual({ ok: true, header });
  expect(storeRblHeader(header).length).toBe(102);
});
