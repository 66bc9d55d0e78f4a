import { hash } from "node:crypto";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { z } from "zod";
import { CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildApp,
  buildFactoryFlash,
  buildQio,
  buildUf2,
} from "../../../libs/firmware/build-image.ts";
import { describeInspection } from "../../../libs/inspection/describe-inspection.ts";
import { inspectBytes } from "../../../libs/inspection/inspect-bytes.ts";
import { formatInspection } from "../../../libs/inspection/inspection-json.ts";
import { needSharedData, readFileFacts, readSharedFile } from "../../shared-data.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { craftApp, joined, small, withByte } from "../firmware/craft.ts";

const UF2 = buildUf2(small("bk7231n"));
const QIO = buildQio(small("bk7231t"));
const DUMP = buildFactoryFlash({ chip: "bk7231t", seed: 4, mac: "c8478c000004" });
const AT = "2026-01-02T03:04:05.000Z";

const textOf = (...args: Parameters<typeof inspectBytes>): string =>
  describeInspection(inspectBytes(...args), "plain")
    .map((row) => row.map(({ text }) => text).join(""))
    .join("\n");

test("a QIO's bootloader is told and left out, and only whole sectors are erased", () => {
  const { verdict, content } = inspectBytes(QIO, { file: "x/OpenBK7231T_QIO_1.bin" });
  expect(verdict).toBe("flashable");
  expect(content).toMatchObject({
    kind: "bootloader-and-app",
    chips: ["bk7231t", "bk7231s"],
    codeKey: "default",
    facts: { carried: { name: "BK7231S_1.0.5", fingerprint: "ba54c1b8" } },
    writes: [
      { part: "bootloader", start: 0, end: 0x11000, use: "keep" },
      { part: "app", start: 0x11000, end: 0x129f70, use: "write" },
    ],
    erases: [{ start: 0x11000, end: 0x12a000 }],
  });
  expect(content?.uses.slice(0, 17)).toEqual(new Array(17).fill("bootloader-kept"));
  expect(content?.uses[0x1e0]).toBe("calibration-kept");
});

test.each([0x1e0001, 0x200000])(
  "a file padded with FF to %i bytes has the places it has without",
  (bytes) => {
    const fill = new Uint8Array(bytes - QIO.length).fill(0xff);
    const plain = inspectBytes(QIO, { file: "padded.bin" });
    const { verdict, content } = inspectBytes(joined(QIO, fill), { file: "padded.bin" });
    expect(verdict).toBe("flashable");
    expect(content?.what).toBe("bootloader and app (QIO), padded with FF");
    expect(content?.writes).toEqual(plain.content?.writes);
    expect(content?.erases).toEqual(plain.content?.erases);
  },
);

test("a rotated dump is told apart, and shown as the board had it", () => {
  const rotated = joined(DUMP.subarray(0x11000), DUMP.subarray(0, 0x11000));
  const turned = inspectBytes(rotated, { file: "rotated.bin" });
  const whole = inspectBytes(DUMP, { file: "whole.bin" });
  expect([turned.refusal?.code, whole.refusal?.code]).toEqual(["rotated-dump", "full-dump"]);
  expect(turned.content?.dump).toEqual({ ...whole.content?.dump, readFrom: 0x11000 });
  expect(turned.content?.uses).toEqual(whole.content?.uses);
  expect(turned.content?.facts).toEqual(whole.content?.facts);
  expect(textOf(rotated, { file: "rotated.bin" })).toContain(
    "(tail -c 69632 OLD; head -c -69632 OLD) > NEW",
  );
});

test("a dump of a larger flash is of the chip that comes with it", () => {
  const flash = buildFactoryFlash({ chip: "bk7252", seed: 6, mac: "c8478c000006" });
  const { content } = inspectBytes(flash, { file: "dump.bin" });
  expect(content?.dump).toMatchObject({ flashBytes: 0x400000, mac: "c8478c000006" });
  expect(content?.uses.length).toBe(1024);
});

test.each([
  ["for another chip", UF2, { chip: CHIPS.bk7231t }, "wrong-chip", null],
  ["cut short", UF2.subarray(0, -512), {}, "bad-uf2", "truncated"],
  ["of an app that is damaged", withByte(buildApp(small("bk7231n")), 5000), {}, "bad-block", null],
  ["that is none", new Uint8Array(3000), {}, "unknown", null],
] as const)("a file %s is refused by its code and fault", (_what, bytes, options, code, fault) => {
  const { verdict, refusal } = inspectBytes(bytes, { file: "f.bin", ...options });
  expect([verdict, refusal]).toMatchObject(["refused", { code, fault }]);
});

// Chips that run the same code look for its header in different places: LibreTiny's of a BK7252 is its alone.
test.each([
  [0x131f9a, undefined, "flashable", ["bk7231u", "bk7231q", "bk7252", "bk7251"]],
  [0x1caf9a, undefined, "flashable", ["bk7252", "bk7251"]],
  [0x1caf9a, CHIPS.bk7231u, "refused", ["bk7231u", "bk7231q", "bk7252", "bk7251"]],
  [0x1c0000, undefined, "refused", ["bk7231u", "bk7231q", "bk7252", "bk7251"]],
] as const)(
  "an app whose header is at %i is for those that find it",
  (headerAt, chip, verdict, chips) => {
    const containerBytes = headerAt + 102 - 0x11000;
    const app = craftApp(CHIPS.bk7252, { containerBytes });
    const inspection = inspectBytes(app, { file: "app.rbl", chip });
    expect(inspection).toMatchObject({ verdict, content: { chips } });
    if (verdict === "refused") expect(inspection.refusal?.code).toBe("misplaced-header");
  },
);

test("a name that contradicts the content is a warning, no more", () => {
  const { verdict } = inspectBytes(UF2, { file: "OpenBK7231T_QIO_1.bin" });
  expect(verdict).toBe("flashable");
  const page = textOf(UF2, { file: "OpenBK7231T_QIO_1.bin" });
  expect(page).toMatch(/^ {2}WARNING {5}It is named as a bootloader\+app file/m);
  expect(page).toMatch(/^ {2}WARNING {5}It is named for BK7231T, and is for BK7231N/m);
});

test("whatever a file holds and is called, its page fits a terminal and its line is JSON", () => {
  const files = {
    ...{ uf2: UF2, qio: QIO, dump: DUMP },
    ...{ start: UF2.subarray(0, 3000), app: QIO.subarray(0x11000) },
  };
  const kinds = fc.constantFrom("uf2", "qio", "dump", "start", "app");
  const changes = fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 40 })), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      kinds,
      changes,
      fc.string({ unit: anyCharacter, maxLength: 200 }),
      (kind, edits, name) => {
        const bytes = files[kind].slice();
        for (const [at, patch] of edits) {
          const start = at % (bytes.length - 40);
          bytes.set(patch, start);
        }
        const inspection = inspectBytes(bytes, { file: name });
        const rows = describeInspection(inspection, "drawn");
        const lines = rows.map((row) => row.map(({ text }) => text).join(""));
        expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
        expect(lines.join("")).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
        expect(JSON.parse(formatInspection(inspection, AT))).toMatchObject({
          kind: "file",
          at: AT,
        });
      },
    ),
    { numRuns: 40 },
  );
});

const segment = z.object({
  segment: z.string(),
  rbl: z.object({ version: z.string(), timestamp: z.number() }).optional(),
  versionString: z.string().nullish(),
});
const fileSchema = z.object({
  file: z.string(),
  size: z.number(),
  sha256: z.string(),
  kind: z.string(),
  segments: z.array(segment).optional(),
  tlv: z.object({ mac: z.string() }).optional(),
  tuyaKv: z.unknown().optional(),
});

test("every real file is reported as its facts say", (context) => {
  needSharedData(context);
  const files = readFileFacts(fileSchema);
  expect(files.length).toBeGreaterThan(20);
  for (const { file, size, sha256, kind, segments = [], tlv, tuyaKv } of files) {
    const bytes = readSharedFile(file);
    const { content } = inspectBytes(bytes, { file });
    expect(content).toMatchObject({ bytes: size, sha256 });
    expect(hash("sha256", bytes)).toBe(sha256);
    const app = segments.find((part) => part.segment === "app")?.rbl;
    if (app !== undefined) {
      const { version, timestamp: builtAt } = app;
      expect([file, content?.facts.app]).toMatchObject([file, { version, builtAt }]);
    }
    const bootloader = segments.find((part) => part.segment === "bootloader");
    const name = bootloader?.versionString;
    if (name && kind !== "bootloader-crc-plain") {
      expect([file, content?.facts.carried?.name]).toEqual([file, name]);
    }
    if (tlv === undefined) continue;
    const { mac } = tlv;
    const hasKeyValues = tuyaKv !== undefined;
    expect([file, content?.dump]).toMatchObject([file, { mac, isOwnMac: true, hasKeyValues }]);
  }
});
