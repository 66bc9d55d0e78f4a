import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { readRecipe } from "../../../libs/recipe/read-recipe.ts";
import type { RecipeIdentity } from "../../../libs/recipe/recipe-identity.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-identity-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "recipe.yaml");

const read = async (identity: string, chip = "bk7231n"): Promise<RecipeIdentity | undefined> => {
  const head = `recipe: r\nchip: ${chip}\nimages: [{ file: a.uf2 }]\n`;
  writeFileSync(path, `${head}identity:\n${identity.replace(/^/gm, "  ")}\n`);
  return (await readRecipe(path)).recipe.identity;
};

const refusal = async (identity: string, chip?: string): Promise<string> => {
  const error: unknown = await read(identity, chip).catch((cause: unknown) => cause);
  if (!(error instanceof InputError)) throw new Error(`No InputError: ${JSON.stringify(error)}`);
  return error.message.replace(path, "FILE");
};

test("every field of an identity", async () => {
  const written = `
pool: plugs-2026
values: lists/macs.csv
fields:
  mac: { in: calibration }
  serial: { at: 0x1E4000, as: text, length: 24 }
  psk: { at: 0x1E4020, as: hex, length: 16, secret: true }`;
  expect(await read(written)).toEqual({
    pool: "plugs-2026",
    values: join(folder, "lists/macs.csv"),
    fields: [
      { field: "mac", place: { kind: "calibration" }, secret: false },
      {
        field: "serial",
        place: { kind: "flash", start: 0x1e4000, length: 24, as: "text" },
        secret: false,
      },
      {
        field: "psk",
        place: { kind: "flash", start: 0x1e4020, length: 16, as: "hex" },
        secret: true,
      },
    ],
  });
});

test.each(["C8:47:8C:10:00:00", "c8-47-8c-10-00-00", "C8478C100000"])(
  "a range from %s",
  async (mac) => {
    const written = `pool: p\nrange: { mac: "${mac}", count: 1000 }\nfields: { mac: { in: calibration } }`;
    expect(await read(written)).toMatchObject({ range: { mac: "c8478c100000", count: 1000 } });
  },
);

test("a serial alone needs no pool", async () => {
  const written = "fields: { serial: { at: 0x1E4000, as: text, length: 24 } }";
  expect(await read(written)).toMatchObject({ fields: [{ field: "serial" }] });
});

const MAC = "mac: { in: calibration }";
const range = (mac: string, count: number): string =>
  `pool: p\nrange: { mac: "${mac}", count: ${count} }\nfields: { ${MAC} }`;
const at = (start: string, length = 16): string =>
  `pool: p\nfields: { key: { at: ${start}, as: hex, length: ${length} } }`;

test.each([
  ["no field", "pool: p\nfields: {}", /identity\.fields: names no field/],
  ["no pool", `fields: { ${MAC} }`, /identity\.pool: is missing: values are taken from a pool/],
  [
    "a pool for nothing",
    "pool: p\nfields: { serial: { at: 0x1E4000, as: text, length: 9 } }",
    /identity\.pool: gives nothing/,
  ],
  [
    "two sources",
    `pool: p\nvalues: a.csv\nrange: { mac: "C8478C100000", count: 1 }\nfields: { ${MAC} }`,
    /identity\.range: and `values` are both given/,
  ],
  [
    "a range for more than MACs",
    `pool: p\nrange: { mac: "C8478C100000", count: 1 }\nfields: { ${MAC}, key: { at: 0x1E4000, as: hex, length: 4 } }`,
    /identity\.range: has MACs only, not key\. Give `values: FILE\.csv`/,
  ],
  ["five bytes", range("C8:47:8C:10:00", 1), /range\.mac: "C8:47:8C:10:00" has 5 bytes/],
  ["a group address", range("C9:47:8C:10:00:00", 1), /range\.mac: .* is a group address/],
  ["all zero", range("000000000000", 1), /range\.mac: .* is all 00/],
  ["mixed marks", range("C8:47-8C:10:00:00", 1), /range\.mac: .* is no MAC\./],
  ["the maker's part", range("C8:47:8C:FF:FF:FF", 2), /range\.count: counting 2 up runs over/],
  ["no place", "pool: p\nfields: { key: {} }", /fields\.key: does not say where it goes/],
  [
    "two places",
    "pool: p\nfields: { mac: { in: calibration, at: 0x1E4000 } }",
    /fields\.mac: has its place in the calibration/,
  ],
  [
    "a key in the calibration",
    "pool: p\nfields: { key: { in: calibration } }",
    /fields\.key: cannot go into the calibration: it takes the MAC alone/,
  ],
  [
    "a serial in hex",
    "fields: { serial: { at: 0x1E4000, as: hex, length: 8 } }",
    /fields\.serial: is the board's serial, a text/,
  ],
  ["a bad name", `pool: p\nfields: { "Key 1": { at: 1, as: hex, length: 1 } }`, /is no name of a/],
  ["two sectors", at("0x1E4FF8"), /fields\.key: does not lie in one sector of 4 KiB/],
  ["the bootloader", at("0x10000"), /fields\.key: lies below 0x11000, in the bootloader of a/],
  ["the app's partition", at("0x110000"), /fields\.key: lies below 0x[0-9a-f]+, in the app's part/],
  ["past the end", at("0x200000"), /fields\.key: lies behind the end of the flash.*0x200000/],
  ["the calibration by address", at("0x1D0000"), /fields\.key: lies in the calibration/],
  [
    "one over the other",
    "pool: p\nfields:\n  a: { at: 0x1E4000, as: hex, length: 8 }\n  b: { at: 0x1E4007, as: text, length: 8 }",
    /fields\.b: lies over the field a\. Move one/,
  ],
  ["a slip", `poll: p\nfields: { ${MAC} }`, /identity\.poll: .*Did you mean "pool"/],
])("%s is refused", async (_, written, expected) => {
  const message = await refusal(written);
  expect(message).toMatch(/^FILE:\d+:\d+: /);
  expect(message).toMatch(expected);
});

test("the flash of the chip counts, not of another", async () => {
  expect(await read(at("0x300000"), "bk7252")).toBeDefined();
  expect(await refusal(at("0x3FE000"), "bk7252")).toMatch(/lies in the calibration/);
});
