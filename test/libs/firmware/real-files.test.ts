import { hash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { z } from "zod";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { wrapUg } from "../../../libs/firmware/builder/wrap-ug.ts";
import { readMac } from "../../../libs/firmware/calibration.ts";
import { wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { CODE_KEYS } from "../../../libs/firmware/code-key.ts";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import type { FirmwareKind } from "../../../libs/firmware/firmware-kind.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { readFirmware } from "../../../libs/firmware/read-firmware.ts";
import { recognise } from "../../../libs/firmware/recognise.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";
import {
  needSharedData,
  readFileFacts,
  readSharedFile,
  uf2WritesSchema,
} from "../../shared-data.ts";
import { joined, withBlockCrc, withByte } from "./craft.ts";

const fileSchema = z.object({
  file: z.string(),
  chip: z.string(),
  kind: z.string(),
  segments: z
    .array(
      z.object({
        segment: z.string(),
        rbl: z
          .object({ version: z.string(), timestamp: z.number(), sizePackage: z.number() })
          .optional(),
      }),
    )
    .optional(),
  tlv: z.object({ offset: z.number(), mac: z.string() }).optional(),
  uf2: z
    .object({
      writes: uf2WritesSchema,
    })
    .optional(),
});

type FileFacts = z.infer<typeof fileSchema>;

const FILES = readFileFacts(fileSchema);

const KINDS: Readonly<Record<string, FirmwareKind["kind"]>> = {
  "full-dump": "full-dump",
  "full-dump-rotated": "rotated-dump",
  "partial-dump-kv-only": "tuya-key-values",
  qio: "bootloader-and-app",
  "app-crc-plain": "app-without-header",
  "bootloader-crc-plain": "bootloader",
  "bootloader-plain-gzip": "gzip",
  ug: "tuya-ug",
  "app-rbl": "app-rbl",
  rblh: "rbl-header",
  uf2: "uf2",
};

/** Chips whose code cannot be told apart, by the marking of the one a file is for. */
const RUN_ON: Readonly<Record<string, readonly ChipName[]>> = {
  BK7231N: ["bk7231n"],
  BK7231T: ["bk7231t", "bk7231s"],
  BK7231U: ["bk7231u", "bk7231q", "bk7252", "bk7251"],
  BK7238: ["bk7238", "bk7252n"],
};

const FLASHABLE = new Set(["bootloader-and-app", "app-rbl", "uf2"]);
const KEEP = { bootloader: "keep" } as const;

test("every real file is what its facts say, and is taken or refused for each chip", (context) => {
  needSharedData(context);
  expect(FILES.length).toBeGreaterThan(20);
  for (const facts of FILES) {
    const bytes = readSharedFile(facts.file);
    const found = recognise(bytes);
    expect([facts.file, found.kind]).toEqual([facts.file, KINDS[facts.kind]]);
    for (const chip of Object.values(CHIPS)) {
      const read = readFirmware(bytes, { chip, fileName: facts.file });
      const fits = FLASHABLE.has(found.kind) && (RUN_ON[facts.chip] ?? []).includes(chip.name);
      expect([facts.file, chip.name, read.ok]).toEqual([facts.file, chip.name, fits]);
      if (read.ok) checkImage(facts, read.image.app, read.image.writes);
      else expect(explainRefusal(read.refusal).problem).toMatch(/\.$/);
    }
  }
});

const checkImage = (
  facts: FileFacts,
  app: { version: string; builtAt: number; codeBytes: number },
  writes: readonly { start: number; bytes: Uint8Array }[],
): void => {
  const rbl = facts.segments?.find(({ segment }) => segment === "app")?.rbl;
  if (rbl !== undefined) {
    expect([app.version, app.builtAt, app.codeBytes]).toEqual([
      rbl.version,
      rbl.timestamp,
      rbl.sizePackage,
    ]);
  }
  if (facts.uf2 === undefined) return;
  const found = writes.map(({ start, bytes }) => ({
    offset: start,
    length: bytes.length,
    sha256: hash("sha256", bytes),
  }));
  expect(found).toEqual(facts.uf2.writes.flasher_single);
};

test("the MAC of every dump is found", (context) => {
  needSharedData(context);
  const withTlv = FILES.filter(({ tlv }) => tlv !== undefined);
  expect(withTlv.length).toBe(4);
  for (const { file, tlv } of withTlv) {
    expect(readMac(readSharedFile(file).subarray(tlv?.offset))).toBe(tlv?.mac);
  }
});

test("a plain bootloader, scrambled and wrapped, is the one in a real image", (context) => {
  needSharedData(context);
  const plain = new Uint8Array(gunzipSync(readSharedFile("bootloader-bk7231n-1.0.1-plain.bin.gz")));
  const stored = wrapBlocks(scramble(plain, 0, CODE_KEYS.default));
  const image = readSharedFile("openbk7231n-qio-1.18.300.bin");
  const differing = Array.from(stored.keys()).filter((at) => stored[at] !== image[at]);
  // The packer put the marker into block 8 and a table behind the last whole one.
  expect(new Set(differing.map((at) => Math.floor(at / 34)))).toEqual(new Set([8, 1866]));
});

test.for([
  ["openbk7231n-qio-1.18.300.bin", "bk7231n", [[0x11000, 0x12a000]]],
  ["openbk7231t-qio-1.18.300.bin", "bk7231t", [[0x11000, 0x100000]]],
  ["kickstart-bk7231n-app.0x011000.rbl", "bk7231n", [[0x11000, 0x12a000]]],
  [
    "kickstart-bk7231n.uf2",
    "bk7231n",
    [
      [0x11000, 0xf8000],
      [0x129000, 0x12a000],
    ],
  ],
  [
    "kickstart-bk7231t.uf2",
    "bk7231t",
    [
      [0x11000, 0xcb000],
      [0x129000, 0x12a000],
    ],
  ],
] as const)("%s is planned for %s", ([file, chip, ranges], context) => {
  needSharedData(context);
  const planned = planImages([{ file, bytes: readSharedFile(file) }], CHIPS[chip], KEEP);
  expect(
    planned.ok && planned.plan.regions.map(({ start, bytes }) => [start, start + bytes.length]),
  ).toEqual(ranges);
});

// Recipes of firmware-formats.md section 12.
test("real files, spoiled, are refused for what was done to them", (context) => {
  needSharedData(context);
  const app = readSharedFile("kickstart-bk7231n-app.0x011000.rbl");
  const nQio = readSharedFile("openbk7231n-qio-1.18.300.bin");
  const tQio = readSharedFile("openbk7231t-qio-1.18.300.bin");
  const ug = readSharedFile("esphome-kickstart-25.05.28-bk7231n.ota.ug.bin");
  const crcFile = app.subarray(0, 943_772);
  const block = 0x50000 - (0x50000 % 34);
  const cases: readonly (readonly [string, Uint8Array, object])[] = [
    ["17", crcFile, { found: { kind: "app-without-header" } }],
    ["19", withByte(app, 0x50000), { code: "bad-block", address: 0x60fea }],
    ["20", withBlockCrc(withByte(app, 0x50000), block), { code: "bad-body", fault: "crc-32" }],
    ["22", app.subarray(0, -34), { found: { kind: "cut-header" } }],
    ["25", ug.subarray(32), { found: { kind: "ota-rbl", fault: undefined } }],
    ["26", withByte(ug, 0x1000), { found: { kind: "tuya-ug", header: { fault: "payload-sum" } } }],
    [
      "36",
      joined(nQio.subarray(0, 0x11000), tQio.subarray(0x11000)),
      { code: "parts-disagree", bootloader: "BK7231N", app: "BK7231T or BK7231S" },
    ],
  ];
  for (const [recipe, bytes, refusal] of cases) {
    const read = readFirmware(bytes, { chip: CHIPS.bk7231n, fileName: "" });
    expect([recipe, read]).toMatchObject([recipe, { ok: false, refusal }]);
  }
  // The wrapper crafted in these tests is the one real tools write.
  expect(wrapUg(ug.subarray(32), "25.05.28")).toEqual(ug);
});
