import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { readRecipe } from "../../../libs/recipe/read-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "read-recipe-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "recipe.yaml");

const read = (yaml: string) => {
  writeFileSync(path, yaml);
  return readRecipe(path);
};

const refusal = async (yaml: string): Promise<string> => {
  const error: unknown = await read(yaml).then(
    () => "accepted",
    (cause: unknown) => cause,
  );
  if (!(error instanceof InputError)) throw new Error(`No InputError: ${String(error)}`);
  return error.message.replace(path, "FILE");
};

const SHA = "04".repeat(32);
const SHORT = "recipe: r\nchip: bk7231n\nimages: [{ file: a.uf2 }]\n";

test("the shortest recipe, with its defaults", async () => {
  expect(await read(SHORT)).toEqual({
    recipe: {
      recipe: "r",
      chip: "bk7231n",
      baud: 921600,
      images: [{ file: join(folder, "a.uf2") }],
      bootloader: "keep",
      overwrite: [],
      clone: false,
      backup: false,
      write: "all",
      verify: "crc",
      protect: false,
      calibration: "required",
      retries: 1,
      policy: { otherFixtures: 1, lockAfter: 3, lockWorse: true, stopAfter: 5 },
      linkAttempts: 3,
    },
    sha256: createHash("sha256").update(SHORT).digest("hex"),
    errorAt: expect.any(Function),
  });
});

test("a recipe with every field", async () => {
  const { recipe } = await read(`
recipe: smart-plug-1.18
chip: bk7231n
baud: 1500000
images:
  - { file: /firmware/a.uf2, sha256: "${"AB".repeat(32)}" }
  - { file: ../b.rbl, at: 0x1D3000 }
bootloader: write
overwrite: [kv, userdata]
clone: true
backup: true
write: changed
verify: readback
protect: true
calibration: any
boot: { on: log, expect: "V:BK7231N_", never: [abort, "assert: "], within: 1.5s }
serial: { pattern: "SN[0-9]{6}", check: mod97-10 }
shiftCheck: { every: 8h, golden: GOLD-1, mustFail: { serial: BAD-1, code: wrong-chip } }
retries: 0
policy:
  otherFixtures: 2
  lockAfter: 4
  lockWorse: false
  stopAfter: 0
  minFirstPassYield: { percent: 92.5, after: 40 }
linkAttempts: 20
`);
  expect(recipe).toEqual({
    recipe: "smart-plug-1.18",
    chip: "bk7231n",
    baud: 1500000,
    images: [
      { file: "/firmware/a.uf2", sha256: "ab".repeat(32) },
      { file: join(folder, "..", "b.rbl"), at: 0x1d3000 },
    ],
    bootloader: "write",
    overwrite: ["kv", "userdata"],
    clone: true,
    backup: true,
    write: "changed",
    verify: "readback",
    protect: true,
    calibration: "any",
    boot: {
      on: "log",
      expect: ["V:BK7231N_"],
      never: ["abort", "assert: "],
      withinMs: 1500,
    },
    serial: { pattern: "SN[0-9]{6}", check: "mod97-10" },
    shiftCheck: {
      everyMs: 8 * 3_600_000,
      golden: "GOLD-1",
      mustFail: { serial: "BAD-1", code: "wrong-chip" },
    },
    retries: 0,
    policy: {
      otherFixtures: 2,
      lockAfter: 4,
      lockWorse: false,
      stopAfter: 0,
      minFirstPassYield: { percent: 92.5, after: 40 },
    },
    linkAttempts: 20,
  });
});

test.each([
  ["expect: up", ["up"], []],
  ["expect: [up, running]", ["up", "running"], []],
  ["expect: up, never: panic", ["up"], ["panic"]],
])("boot texts: %s", async (written, expected, never) => {
  const { recipe } = await read(`${SHORT}boot: { on: log, ${written} }\n`);
  expect(recipe.boot).toEqual({ on: "log", expect: expected, never, withinMs: 5000 });
});

test.each([
  ["5s", 5000],
  ["800ms", 800],
  ["0.5s", 500],
  ["120s", 120_000],
])("within %s", async (within, withinMs) => {
  const { recipe } = await read(`${SHORT}boot: { on: log, expect: x, within: ${within} }\n`);
  expect(recipe.boot?.withinMs).toBe(withinMs);
});

test.each(["5", "5m", "s", "-5s", "1e3s", "5 s", "50ms", "121s", "0s", "99999999999s"])(
  "within %s is refused",
  async (within) => {
    expect(await refusal(`${SHORT}boot: { on: log, expect: x, within: "${within}" }\n`)).toMatch(
      /boot\.within: .*From 100ms to 120s\./,
    );
  },
);

test.each(CHIP_NAMES)("chip %s", async (chip) => {
  expect((await read(SHORT.replace("bk7231n", chip))).recipe.chip).toBe(chip);
});

test("a chip by the name people use", async () => {
  expect((await read(SHORT.replace("bk7231n", "BK7231QN40"))).recipe.chip).toBe("bk7231q");
});

test.each(["bk7236", "BK7258"])("%s is refused by name", async (chip) => {
  expect(await refusal(SHORT.replace("bk7231n", chip))).toBe(
    `FILE:2:1: chip: "${chip.toLowerCase()}" is not supported in this version. Chips: ${CHIP_NAMES.join(", ")}.`,
  );
});

test.each([
  ["every: 5m", /shiftCheck\.every: is out of its limits\. .* From 10m to 168h\./],
  ["every: 8s", /shiftCheck\.every: is no duration in hours or minutes\./],
  ["golden: GOLD 1", /shiftCheck\.golden: is not a serial\. A serial is 1 to 64 letters/],
  [
    "mustFail: { serial: GOLD-1, code: no-link }",
    /shiftCheck\.mustFail\.serial: is the golden board's, too/,
  ],
  [
    "mustFail: { serial: BAD-1, code: already-passed }",
    /shiftCheck\.mustFail\.code: is "already-passed", which is not known here/,
  ],
  [
    "mustFail: { serial: BAD-1, code: port-gone }",
    /shiftCheck\.mustFail\.code: is "port-gone", which is not known here/,
  ],
])("shift check, %s", async (written, expected) => {
  const lines = {
    every: "every: 8h",
    golden: "golden: GOLD-1",
    mustFail: "mustFail: { serial: BAD-1, code: no-link }",
  };
  const [field = ""] = written.split(":");
  const all = Object.values({ ...lines, [field]: written }).map((line) => `  ${line}\n`);
  expect(await refusal(`${SHORT}shiftCheck:\n${all.join("")}`)).toMatch(expected);
});

test.each([
  [
    "unknown chip",
    SHORT.replace("bk7231n", "bk7231x"),
    /chip: is "bk7231x", which is not known here\. Did you mean/,
  ],
  [
    "odd baud",
    `${SHORT}baud: 921000\n`,
    /baud: is 921000, which is not known here\. Rates: 115200, 230400, 460800, 921600, 1000000, 1500000, 2000000\./,
  ],
  [
    "a place in quotes",
    SHORT.replace("a.uf2", 'a.bin, at: "0x11000"'),
    /images\[0\]\.at: is "0x11000", not a number\. Give a flash address without quotes, such as 0x1d3000\./,
  ],
  ["a place below zero", SHORT.replace("a.uf2", "a.bin, at: -1"), /images\[0\]\.at: is -1/],
  [
    "an unknown partition",
    `${SHORT}overwrite: [userdat]\n`,
    /overwrite\[0\]: is "userdat", which is not known here\. Did you mean "userdata"\?/,
  ],
  [
    "a partition that no board of the chip has",
    `${SHORT.replace("bk7231n", "bk7252n")}overwrite: [net, kv]\n`,
    /overwrite\[1\]: is kv, which no known layout of a BK7252N has\. .*Known here: net\./,
  ],
  [
    "the calibration to be overwritten",
    `${SHORT}overwrite: [kv, calibration]\n`,
    /overwrite\[1\]: is calibration: each board's own radio trim and MAC, which no file may take away\. .*`identity`.*`clone: true`/,
  ],
  [
    "a clone names no calibration either: it brings its own",
    `${SHORT}clone: true\noverwrite: [calibration]\n`,
    /overwrite\[0\]: is calibration: /,
  ],
  [
    "no part",
    `${SHORT}overwrite: [x]\n`,
    /overwrite\[0\]: .*Known here: net, kv, userdata, tuya-kv/,
  ],
  [
    "a chip's name that is near another's",
    SHORT.replace("bk7231n", "bk7259x"),
    /chip: is "bk7259x", which is not known here\. Known here/,
  ],
  ["a list that is none", `${SHORT}overwrite: kv\n`, /overwrite: is "kv", not a list\./],
  ["a word for clone", `${SHORT}clone: yes please\n`, /clone: is "yes please"/],
  [
    "short hash",
    SHORT.replace("a.uf2", "a.uf2, sha256: 0420"),
    /images\[0\]\.sha256: is the number 0420; as a text it needs quotes.*64 hex digits/,
  ],
  [
    "hash with a letter too many",
    SHORT.replace("a.uf2", `a.uf2, sha256: "${SHA}0"`),
    /sha256: is "0404.* 64 hex digits/,
  ],
  [
    "no images",
    SHORT.replace("[{ file: a.uf2 }]", "[]"),
    /images: is too short\. Name at least one image/,
  ],
  ["image without file", SHORT.replace("file: a.uf2", ""), /images\[0\]\.file: is missing/],
  [
    "image as text",
    SHORT.replace("{ file: a.uf2 }", "a.uf2"),
    /images\[0\]: is "a.uf2", not a block of fields/,
  ],
  [
    "bootloader of a T",
    `${SHORT.replace("bk7231n", "bk7231t")}bootloader: write\n`,
    /FILE:4:1: bootloader: write would destroy the only way into a BK7231T.*Use keep\./,
  ],
  ["verify", `${SHORT}verify: readbak\n`, /verify: is "readbak".*Did you mean "readback"\?/],
  [
    "boot elsewhere",
    `${SHORT}boot: { on: uart1, expect: x }\n`,
    /boot\.on: is "uart1".*The only place to look is the log port/,
  ],
  ["boot without text", `${SHORT}boot: { on: log }\n`, /boot\.expect: is missing\. Give a text/],
  [
    "a boot text that is a number",
    `${SHORT}boot: { on: log, expect: 1.18 }\n`,
    /FILE:4:18: boot\.expect: is the number 1\.18; as a text it needs quotes: "1\.18"\. Give a text/,
  ],
  [
    "an empty one among the boot texts",
    `${SHORT}boot: { on: log, expect: [up, ""] }\n`,
    /boot\.expect\[1\]: is too short/,
  ],
  ["no boot text", `${SHORT}boot: { on: log, expect: [] }\n`, /boot\.expect: is too short/],
  [
    "an empty text never to appear",
    `${SHORT}boot: { on: log, expect: up, never: "" }\n`,
    /boot\.never: is too short/,
  ],
  ["empty boot text", `${SHORT}boot: { on: log, expect: "" }\n`, /boot\.expect: is too short/],
  [
    "a pattern that cannot be read",
    `${SHORT}serial: { pattern: "SN[0-9" }\n`,
    /FILE:4:\d+: serial\.pattern: has a \[ without a \]\. Known here: /,
  ],
  [
    "a check nobody knows",
    `${SHORT}serial: { check: crc }\n`,
    /serial\.check: is "crc", which is not known here/,
  ],
  ["too many retries", `${SHORT}retries: 6\n`, /retries: is 6, more than 5\./],
  ["half a retry", `${SHORT}retries: 0.5\n`, /retries: is 0\.5, not a whole number/],
  ["no link attempts", `${SHORT}linkAttempts: 0\n`, /linkAttempts: is 0, less than 1\./],
  [
    "name with a slash",
    SHORT.replace("recipe: r", "recipe: a/b"),
    /recipe: is "a\/b".*Use 1 to 64/,
  ],
  [
    "unknown field",
    `${SHORT}retrys: 1\n`,
    /FILE:4:1: retrys: is not a field known here\. Did you mean "retries"\?/,
  ],
])("refuses: %s", async (_, yaml, message) => {
  expect(await refusal(yaml)).toMatch(message);
});

/** Faults of every field as people make them: what is written, and all that is said of it. */
const FAULTS: readonly (readonly [written: string, said: string])[] = [
  ["recipe: 1.10", '1:1: recipe: is the number 1.10; as a text it needs quotes: "1.10". Give the'],
  ["chip: bk7213n", '2:1: chip: is "bk7213n", which is not known here. Did you mean "bk7231n"?'],
  ["chip: bl2082n", '2:1: chip: is "bl2082n", which is not known here. Did you mean "BL2028N"?'],
  ["chip: rp2040", "Known here: bk7231n, BL2028N, T34, bk7231m, bk7231t,"],
  ["chip: 7231", "2:1: chip: is 7231, which is not known here. Known here: bk7231n,"],
  [
    "baud: 921_600",
    '4:1: baud: is "921_600", which is not known here. Write digits alone, without',
  ],
  [
    "images: a.uf2",
    '3:1: images: is "a.uf2", not a list. List the images, each as - { file: ... }.',
  ],
  [
    "images: [a.uf2]",
    '3:10: images[0]: is "a.uf2", not a block of fields. Write - { file: a.uf2 }',
  ],
  [
    "images: [{ flie: a }]",
    '3:12: images[0].flie: is not a field known here. Did you mean "file"?',
  ],
  [
    "images: [{ file: 7 }]",
    '3:12: images[0].file: is the number 7; as a text it needs quotes: "7".',
  ],
  [
    `images: [{ file: a, sha256: ${"1".repeat(64)} }]`,
    `3:21: images[0].sha256: is the number ${"1".repeat(64)}; as a text it needs quotes: "${"1".repeat(64)}". Give the 64`,
  ],
  [
    `images: [{ file: a, sha256: 12e${"3".repeat(61)} }]`,
    `images[0].sha256: is the number 12e${"3".repeat(61)}; as a text it needs quotes`,
  ],
  ['images: [{ file: a, at: "0x1d3000" }]', '3:21: images[0].at: is "0x1d3000", not a'],
  ["bootloader: kep", '4:1: bootloader: is "kep", which is not known here. Did you mean "keep"?'],
  ["backup: yes", '4:1: backup: is "yes", not true or false. Give true or false.'],
  ["write: change", 'Did you mean "changed"? Known here: all, changed.'],
  ["verify: CRC", 'Did you mean "crc"? Known here: crc, readback.'],
  ["protect: 1", "4:1: protect: is 1, not true or false."],
  ["boot: log", '4:1: boot: is "log", not a block of fields.'],
  [
    "boot: { on: log, expect: x, wihtin: 5s }",
    '4:29: boot.wihtin: is not a field known here. Did you mean "within"?',
  ],
  [
    "boot: { on: log, expect: 1.10 }",
    '4:18: boot.expect: is the number 1.10; as a text it needs quotes: "1.10".',
  ],
  ["boot: { on: log, expect: [up, 1.10] }", "4:31: boot.expect[1]: is the number 1.10; as a text"],
  [
    "boot: { on: log, expect: x, within: 5 }",
    "4:29: boot.within: is 5, without a unit. Give a number with its unit, such as 5s",
  ],
  [
    "boot: { on: log, expect: x, within: 5m }",
    "4:29: boot.within: is no duration. Give a number with its unit",
  ],
  ['retries: "2"', '4:1: retries: is "2", not a number.'],
  ["linkAttempts: 30", "4:1: linkAttempts: is 30, more than 20. Give at most 20."],
  ["bauds: 921600", '4:1: bauds: is not a field known here. Did you mean "baud"?'],
  ["chip: [bk7231n]", "2:1: chip: is a list"],
  ["boot: { on: log, expect: app: up }", "4:"],
  ["\tretries: 1", "4:1: is not valid YAML"],
];

test.each(FAULTS)("%s is refused where it stands, with what was meant", async (written, said) => {
  const field = /^\w+/.exec(written)?.[0] ?? "";
  const lines = SHORT.trimEnd().split("\n");
  const at = lines.findIndex((line) => line.startsWith(`${field}:`));
  const yaml = at < 0 ? [...lines, written] : lines.with(at, written);
  const message = await refusal(`${yaml.join("\n")}\n`);
  expect(message).toContain(said);
  expect(message).toMatch(/^FILE:\d+:\d+: /);
});
