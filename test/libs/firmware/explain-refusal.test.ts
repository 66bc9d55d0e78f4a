import { expect, test } from "vitest";
import { explainRefusal } from "../../../libs/firmware/explain-refusal.ts";
import type { RefusedKind } from "../../../libs/firmware/firmware-kind.ts";
import type { Refusal } from "../../../libs/firmware/refusal.ts";
import type { Uf2Fault } from "../../../libs/firmware/uf2-fault.ts";

/** One of each; the compiler asks for what is missing. */
type OneEach<Union, Key extends keyof Union> = {
  readonly [Name in Union[Key] & string]: Extract<Union, { readonly [K in Key]: Name }>;
};

const header = {
  packing: { encryption: 0, compression: 0 },
  builtAt: 0,
  name: "app",
  version: "1.2",
  bodyCrc32: 0,
  bodyFnv1a: 0,
  rawBytes: 0,
  packageBytes: 0,
};

const ug = { version: "1.0", payloadBytes: 5, fault: undefined };

const KINDS: OneEach<RefusedKind, "kind"> = {
  "full-dump": { kind: "full-dump", bootloaderKey: "default", codeKey: "default" },
  "rotated-dump": { kind: "rotated-dump", bootloaderAt: 0x1ef000 },
  "app-without-header": { kind: "app-without-header", codeKey: "default" },
  "damaged-app": { kind: "damaged-app", badBlock: 34 },
  bootloader: { kind: "bootloader", codeKey: "none" },
  "unknown-code": { kind: "unknown-code", at: 0, header },
  "bootloader-without-app": { kind: "bootloader-without-app", codeKey: "none" },
  "cut-header": { kind: "cut-header", headerAt: 0x118f0a },
  "damaged-rbl": { kind: "damaged-rbl", fault: "crc-32" },
  "rbl-header": { kind: "rbl-header", header },
  "ota-rbl": { kind: "ota-rbl", header, fault: undefined },
  "tuya-ug": { kind: "tuya-ug", header: ug, inside: { kind: "unknown" } },
  "raw-arm": { kind: "raw-arm" },
  elf: { kind: "elf" },
  gzip: { kind: "gzip" },
  "tuya-key-values": { kind: "tuya-key-values" },
  empty: { kind: "empty" },
  erased: { kind: "erased" },
  unknown: { kind: "unknown" },
};

const UF2_FAULTS: OneEach<Uf2Fault, "fault"> = {
  length: { fault: "length", bytes: 5 },
  gap: { fault: "gap", block: 3, found: 5 },
  repeated: { fault: "repeated", block: 3, found: 2 },
  truncated: { fault: "truncated", expected: 5, found: 4 },
  "extra-blocks": { fault: "extra-blocks", expected: 5, found: 6 },
  "counts-differ": { fault: "counts-differ", block: 3, first: 5, found: 6 },
  "bad-part-info": { fault: "bad-part-info", block: 3 },
  unplaced: { fault: "unplaced", block: 3 },
  "unknown-format": { fault: "unknown-format", format: 3 },
  "part-list": { fault: "part-list" },
  "bad-table": { fault: "bad-table" },
  "partitions-overlap": { fault: "partitions-overlap", partition: "app", other: "download" },
  md5: { fault: "md5", block: 3 },
  "md5-range": { fault: "md5-range", block: 3 },
  "bad-block": { fault: "bad-block", block: 3 },
  "no-family": { fault: "no-family", block: 3 },
  "mixed-families": { fault: "mixed-families", block: 3, first: 0x7b3ef230, found: 1 },
  "bad-tags": { fault: "bad-tags", block: 3 },
  legacy: { fault: "legacy" },
  "unknown-layout": { fault: "unknown-layout", board: undefined },
  "unknown-partition": { fault: "unknown-partition", partition: "x" },
  "unexpected-partition": { fault: "unexpected-partition", partition: "kvs" },
  "past-partition": {
    fault: "past-partition",
    block: 3,
    partition: "app",
    end: 0x20,
    partitionBytes: 0x10,
  },
  rewrites: { fault: "rewrites", block: 3 },
  "nothing-to-write": { fault: "nothing-to-write" },
};

const REFUSALS: OneEach<Refusal, "code"> = {
  "too-large": { code: "too-large", bytes: 100_000_000, limit: 16_777_216 },
  "wrong-kind": { code: "wrong-kind", found: { kind: "elf" } },
  "wrong-chip": { code: "wrong-chip", chip: "BK7231N", image: "BK7231T" },
  "wrong-code-key": {
    code: "wrong-code-key",
    chip: "BK7231N",
    image: "BK7231M",
    expected: "default",
    found: "none",
  },
  "parts-disagree": { code: "parts-disagree", bootloader: "BK7231N", app: "BK7231T" },
  "bad-block": { code: "bad-block", part: "app", address: 0x60fea },
  "no-header": { code: "no-header" },
  "bad-header": { code: "bad-header", part: "app", address: 0x129f0a, fault: "crc-32" },
  "misplaced-header": { code: "misplaced-header", address: 0x12a000, expected: 0x129f0a },
  "bad-body": { code: "bad-body", part: "app", fault: "crc-32" },
  "data-behind-header": { code: "data-behind-header", address: 0x12a000 },
  "misplaced-app": { code: "misplaced-app", address: 0x11100, expected: 0x11000 },
  "bad-uf2": { code: "bad-uf2", fault: { fault: "legacy" } },
  "bad-update": { code: "bad-update", fault: "crc-32" },
  "no-app": { code: "no-app", expected: 0x11000 },
  "unknown-chip": { code: "unknown-chip", image: "RTL8710B" },
  "over-bootloader": { code: "over-bootloader", address: 0x10000, limit: 0x11000 },
  "past-flash-end": { code: "past-flash-end", end: 0x200001, flashBytes: 0x200000 },
  "over-calibration": { code: "over-calibration", start: 0x1d0000, end: 0x1d1000 },
  "dump-size": {
    code: "dump-size",
    chip: "BK7231N",
    bytes: 0x400000,
    flashSizes: [0x200000],
  },
  "own-place": { code: "own-place", at: 0x11100, expected: 0x11000, fault: "not-a-sector" },
  "over-code": { code: "over-code", part: "app", address: 0x20000, limit: 0x132000 },
  "over-partition": {
    code: "over-partition",
    name: "userdata",
    needed: ["kv", "userdata"],
    layout: "generic",
    start: 0x1e3000,
    end: 0x200000,
  },
  "no-dump": { code: "no-dump" },
  overlap: { code: "overlap", file: "a", other: "b", address: 0x11000 },
  "bootloader-locked": { code: "bootloader-locked", chip: "BK7231T" },
  "no-bootloader": { code: "no-bootloader" },
  "no-images": { code: "no-images" },
};

const ALL: readonly Refusal[] = [
  ...Object.values(REFUSALS),
  ...Object.values(KINDS).map((found) => ({ code: "wrong-kind", found }) as const),
  ...Object.values(UF2_FAULTS).map((fault) => ({ code: "bad-uf2", fault }) as const),
];

test("every refusal goes on after a file's name, ends its sentences, and holds no raw value", () => {
  for (const refusal of ALL) {
    const { problem, remedy } = explainRefusal(refusal);
    expect(problem).toMatch(
      /^(is|has|holds|joins|puts|goes|starts|writes|names|and|would|cannot|belongs) [\x20-\x7e]+\.$/,
    );
    expect(remedy).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
    expect(`${problem} ${remedy}`).not.toMatch(/undefined|NaN|\[object/);
    expect(problem.length).toBeLessThan(180);
  }
});

test("no two refusals say the same", () => {
  const kinds = Object.values(KINDS).filter(({ kind }) => kind !== "elf");
  const faults = Object.values(UF2_FAULTS).filter(({ fault }) => fault !== "legacy");
  const problems = [
    ...Object.values(REFUSALS),
    ...kinds.map((found) => ({ code: "wrong-kind", found }) as const),
    ...faults.map((fault) => ({ code: "bad-uf2", fault }) as const),
  ].map((refusal) => explainRefusal(refusal).problem);
  expect(new Set(problems).size).toBe(problems.length);
});

test.each([
  [REFUSALS["wrong-chip"], "is for BK7231T, not for BK7231N."],
  [REFUSALS["parts-disagree"], "joins a bootloader for BK7231N to an app for BK7231T."],
  [
    REFUSALS["bad-block"],
    "is damaged: the CRC-16 of its app's block for flash address 0x060fea is wrong.",
  ],
])("the facts are in the sentence: %o", (refusal, problem) => {
  expect(explainRefusal(refusal).problem).toBe(problem);
});
