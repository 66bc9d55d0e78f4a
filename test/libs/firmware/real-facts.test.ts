import { hash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { z } from "zod";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import { hex32, toHex } from "../../../libs/bytes/hex.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import { readBootloaderTable } from "../../../libs/firmware/bootloader-table.ts";
import { unwrapBlocks, wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { CODE_KEYS } from "../../../libs/firmware/code-key.ts";
import type { Examination } from "../../../libs/firmware/examination.ts";
import { examineFirmware } from "../../../libs/firmware/examine-firmware.ts";
import type { CodeFacts } from "../../../libs/firmware/firmware-image.ts";
import { readRblHeader } from "../../../libs/firmware/rbl-header.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";
import { readUf2Block } from "../../../libs/firmware/uf2-block.ts";
import { UF2_TAG } from "../../../libs/firmware/uf2-tags.ts";
import { tagsOf } from "../../../libs/firmware/uf2-writes.ts";
import { unpackUpdate } from "../../../libs/firmware/unpack-update.ts";
import {
  needSharedData,
  readFileFacts,
  readSharedFile,
  uf2WritesSchema,
} from "../../shared-data.ts";

const rblSchema = z.object({
  version: z.string(),
  timestamp: z.number(),
  dataCrc32: z.string(),
  fnv1a: z.string(),
  sizeRaw: z.number(),
  sizePackage: z.number(),
});

const segmentSchema = z.object({
  segment: z.enum(["bootloader", "app"]),
  start: z.number(),
  rblOffset: z.number().optional(),
  rbl: rblSchema.optional(),
  versionString: z.string().nullish(),
  crc32First256: z.string().optional(),
  crc32First257: z.string().optional(),
  partitionTable: z
    .array(z.object({ name: z.string(), offset: z.number(), length: z.number() }))
    .optional(),
});

const derivedSchema = z.record(
  z.string(),
  z.looseObject({ length: z.number().optional(), sha256: z.string().optional() }),
);

const fileSchema = z.object({
  file: z.string(),
  size: z.number(),
  sha256: z.string(),
  chip: z.string(),
  kind: z.string(),
  codeKey: z.string().optional(),
  segments: z.array(segmentSchema).optional(),
  rblh: rblSchema.optional(),
  ug: z.object({ version: z.string(), size: z.number() }).optional(),
  rbl: rblSchema
    .extend({
      unpackedLen: z.number(),
      unpackedSha256: z.string(),
      unpackedMarker0x100: z.string(),
    })
    .optional(),
  gunzip: z
    .object({
      length: z.number(),
      encryptedCrc32First256: z.string(),
      encryptedCrc32First257: z.string(),
    })
    .optional(),
  encryptedWithDefaultKey: z.object({ crc32First256: z.string() }).optional(),
  derived: derivedSchema.optional(),
  uf2: z
    .object({
      blocks: z.number(),
      family: z.string(),
      familyName: z.string(),
      headerTags: z.record(z.string(), z.string()),
      partitions: z.array(z.object({ name: z.string(), offset: z.number(), length: z.number() })),
      writes: uf2WritesSchema,
    })
    .optional(),
});

const FILES = readFileFacts(fileSchema);

const examine = (bytes: Uint8Array): Examination => examineFirmware(bytes, { fileName: "" });

const examined = new Map<string, Examination>();

const examineFile = (file: string): Examination => {
  const known = examined.get(file) ?? examine(readSharedFile(file));
  examined.set(file, known);
  return known;
};

const wantedRbl = (rbl: z.infer<typeof rblSchema>) => ({
  version: rbl.version,
  builtAt: rbl.timestamp,
  crc: rbl.dataCrc32,
  hash: rbl.fnv1a,
  raw: rbl.sizeRaw,
  packed: rbl.sizePackage,
});

const foundRbl = (code: CodeFacts | undefined) =>
  code && {
    version: code.version,
    builtAt: code.builtAt,
    crc: hex32(code.bodyCrc32),
    hash: hex32(code.bodyFnv1a),
    raw: code.rawBytes,
    packed: code.codeBytes,
  };

const KEY_NAMES: Readonly<Record<string, string>> = {
  "510fb093a3cbeadc5993a17ec7adeb03": "default",
  none: "none",
};

test("bootloader and app of every real file: RBL facts, places, key, fingerprint", (context) => {
  needSharedData(context);
  const withCode = FILES.filter(
    ({ segments, kind }) => segments !== undefined && kind !== "full-dump-rotated",
  );
  expect(withCode.length).toBeGreaterThan(9);
  for (const { file, size, sha256, codeKey = "", segments = [] } of withCode) {
    const bytes = readSharedFile(file);
    expect([file, bytes.length, hash("sha256", bytes)]).toEqual([file, size, sha256]);
    const { facts } = examineFile(file);
    expect([file, facts.bytes, facts.codeKey]).toEqual([file, size, KEY_NAMES[codeKey]]);
    for (const segment of segments) {
      const found = facts[segment.segment];
      expect([file, foundRbl(found)]).toEqual([file, segment.rbl && wantedRbl(segment.rbl)]);
      if (segment.rblOffset === undefined) continue;
      // A part alone in a file starts at 0 there.
      const base = segment.segment === "app" && segment.start === 0 ? 0x11000 : 0;
      expect([file, found?.headerAt]).toEqual([file, segment.rblOffset + base]);
    }
  }
});

test("of every bootloader in a real image or dump: fingerprint, name, partition table", (context) => {
  needSharedData(context);
  const carriers = FILES.filter(({ kind }) => kind === "qio" || kind === "full-dump");
  expect(carriers.length).toBe(7);
  for (const { file, chip, segments = [] } of carriers) {
    const facts = segments.find(({ segment }) => segment === "bootloader");
    const { carried } = examineFile(file).facts;
    const inRom = ["BK7231N", "BK7238"].includes(chip);
    expect([file, carried?.fingerprint]).toEqual([
      file,
      inRom ? facts?.crc32First257 : facts?.crc32First256,
    ]);
    const { versionString } = facts ?? {};
    if (versionString) expect([file, carried?.name]).toEqual([file, versionString]);
    const area = readSharedFile(file).subarray(0, 0x11000);
    const places = readBootloaderTable(area);
    expect([file, places.length]).toEqual([file, facts?.partitionTable?.length]);
  }
});

test("update packages: wrapper, header, and the app they unpack to", (context) => {
  needSharedData(context);
  const packages = FILES.filter(({ kind }) => kind === "ug");
  expect(packages.length).toBe(4);
  for (const { file, ug, rbl, derived } of packages) {
    const examination = examineFile(file);
    expect([file, examination.facts.wrapper]).toEqual([
      file,
      { version: ug?.version, payloadBytes: ug?.size },
    ]);
    expect([file, examination.facts.update]).toMatchObject([
      file,
      { version: rbl?.version, builtAt: rbl?.timestamp, unpackedBytes: rbl?.unpackedLen },
    ]);
    const isMarked = rbl?.unpackedMarker0x100 === toHex(asciiBytes("BK7231\0\0"));
    expect(examination.facts.update?.forChips?.includes("BK7231N")).toBe(isMarked);
    const checks = ["wrapper", "update", "update-content"];
    const outcomes = examination.checks.filter(({ check }) => checks.includes(check));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["passed", "passed", "passed"]);
    const otaRbl = readSharedFile(file).subarray(32);
    expect([otaRbl.length, hash("sha256", otaRbl)]).toEqual([
      derived?.otaRbl?.length,
      derived?.otaRbl?.sha256,
    ]);
    expect(examine(otaRbl)).toMatchObject({
      found: { kind: "ota-rbl", fault: undefined },
      facts: { update: { version: rbl?.version } },
    });
    const header = readRblHeader(otaRbl);
    const app = header.ok ? unpackUpdate(otaRbl, header.header) : undefined;
    expect([file, app && hash("sha256", app)]).toEqual([file, rbl?.unpackedSha256]);
    expect(app && examine(app).found?.kind).toBe("raw-arm");
  }
});

test("UF2s: every tag of their headers, their partitions, both schemes' bytes", (context) => {
  needSharedData(context);
  const files = FILES.filter(({ kind }) => kind === "uf2");
  expect(files.length).toBe(2);
  for (const { file, uf2 } of files) {
    const bytes = readSharedFile(file);
    const { facts, image, checks } = examineFile(file);
    expect(facts.uf2).toMatchObject({
      blocks: uf2?.blocks,
      family: Number(uf2?.family),
      partitions: uf2?.partitions.map(({ name, offset, length }) => ({
        name,
        start: offset,
        end: offset + length,
      })),
    });
    expect(facts.uf2?.familyName).toContain(uf2?.familyName);
    const block = readUf2Block(bytes, 0);
    const tags = block && tagsOf(block);
    const wanted = Object.entries(uf2?.headerTags ?? {});
    expect(
      wanted.map(([name]) => [name, toHex(tags?.get(tagNamed(name)) ?? new Uint8Array(0))]),
    ).toEqual(wanted);
    const writes = image?.writes.map(({ start, bytes: written }) => ({
      offset: start,
      length: written.length,
      sha256: hash("sha256", written),
    }));
    expect(writes).toEqual(uf2?.writes.flasher_single);
    const [forDevice] = uf2?.writes.device_single ?? [];
    expect(facts.update).toMatchObject({ at: forDevice?.offset, bytes: forDevice?.length });
    expect(checks.every(({ outcome }) => outcome === "passed" || outcome === "not-carried")).toBe(
      true,
    );
  }
});

const TAG_NAMES: Readonly<Record<string, number>> = {
  LT_VERSION: UF2_TAG.libreTiny,
  FAL_PTABLE: UF2_TAG.partitionTable,
  OTA_FORMAT_1: UF2_TAG.otaFormat1,
  OTA_FORMAT_2: UF2_TAG.otaFormat2,
  OTA_PART_LIST: UF2_TAG.otaPartList,
  LT_LEGACY_HAS_OTA1: UF2_TAG.legacyHasOta1,
  LT_LEGACY_HAS_OTA2: UF2_TAG.legacyHasOta2,
  BOARD: UF2_TAG.board,
  DEVICE: UF2_TAG.device,
  DEVICE_ID: UF2_TAG.deviceId,
  FIRMWARE: UF2_TAG.firmware,
  VERSION: UF2_TAG.version,
  BUILD_DATE: UF2_TAG.buildDate,
};

const tagNamed = (name: string): number => TAG_NAMES[name] ?? 0;

test("files that follow from others: .crc and .rblh of an app, each refused as what it is", (context) => {
  needSharedData(context);
  const apps = FILES.filter(({ kind }) => kind === "app-rbl");
  expect(apps.length).toBe(2);
  for (const { file, derived, segments } of apps) {
    const app = readSharedFile(file);
    const crc = app.subarray(0, derived?.crc?.length);
    expect(hash("sha256", crc)).toBe(derived?.crc?.sha256);
    expect(examine(crc)).toMatchObject({
      found: { kind: "app-without-header", codeKey: "default" },
      refusal: { code: "wrong-kind" },
    });
    const rblh = app.subarray(-102);
    expect(hash("sha256", rblh)).toBe(derived?.rblh?.sha256);
    expect(examine(rblh)).toMatchObject({
      found: { kind: "rbl-header", header: { version: segments?.[0]?.rbl?.version } },
    });
  }
});

test("a header alone says what its facts say", (context) => {
  needSharedData(context);
  const [facts] = FILES.filter(({ kind }) => kind === "rblh");
  expect(examineFile(facts?.file ?? "").found).toMatchObject({
    kind: "rbl-header",
    header: { version: facts?.rblh?.version, builtAt: facts?.rblh?.timestamp },
  });
});

test("plain bootloaders, scrambled and wrapped again, have the fingerprints of stored ones", (context) => {
  needSharedData(context);
  const stored = (plain: Uint8Array): Uint8Array =>
    wrapBlocks(scramble(plain, 0, CODE_KEYS.default));
  const zipped = FILES.filter(({ gunzip }) => gunzip !== undefined);
  expect(zipped.length).toBe(2);
  for (const { file, gunzip } of zipped) {
    const plain = new Uint8Array(gunzipSync(readSharedFile(file)));
    expect([file, plain.length]).toEqual([file, gunzip?.length]);
    const code = stored(plain);
    const sums = [256, 257].map((length) => hex32(crc32(code.subarray(0, length))));
    expect([file, ...sums]).toEqual([
      file,
      gunzip?.encryptedCrc32First256,
      gunzip?.encryptedCrc32First257,
    ]);
  }
  const [wrapped] = FILES.filter(({ encryptedWithDefaultKey }) => encryptedWithDefaultKey);
  const file = readSharedFile(wrapped?.file ?? "");
  const code = stored(unwrapBlocks(file, 0, (file.length / 34) * 32));
  expect(hex32(crc32(code.subarray(0, 256)))).toBe(wrapped?.encryptedWithDefaultKey?.crc32First256);
});

test("what apps print of their origin is found and contradicts no file's content", (context) => {
  needSharedData(context);
  const texts = new Map(FILES.map(({ file }) => [file, examineFile(file).facts.buildTexts]));
  expect(texts.get("kickstart-bk7231n.uf2")).toEqual([
    "LibreTiny v1.8.0 on generic-bk7231n-qfn32-tuya",
  ]);
  for (const chip of ["BK7231N", "BK7231T", "BK7231U", "BK7238"]) {
    const file = `open${chip.toLowerCase()}-qio-1.18.300.bin`;
    expect([file, texts.get(file)]).toEqual([file, [`Open${chip}_1.18.300`]]);
  }
  for (const { file } of FILES) {
    const { checks } = examineFirmware(readSharedFile(file), { fileName: file });
    const hints = checks.filter(({ check }) => check === "hints");
    expect([file, hints.map(({ outcome }) => outcome)]).toEqual([file, ["passed"]]);
  }
});
