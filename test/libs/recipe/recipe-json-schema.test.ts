import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { recipeJsonSchema } from "../../../libs/recipe/recipe-json-schema.ts";
import { recipeSchema } from "../../../libs/recipe/recipe-schema.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const SCHEMA: unknown = JSON.parse(JSON.stringify(recipeJsonSchema()));

/** A validator of JSON Schemas that is in the house; it sees only what stands in the JSON. */
const validator = z.fromJSONSchema(JSON.parse(JSON.stringify(SCHEMA)));
const validates = (value: unknown): boolean => validator.safeParse(value).success;
const reads = (value: unknown): boolean => recipeSchema.safeParse(value).success;

test("the file that editors use is up to date: flashline recipe schema -o docs/recipe.schema.json", () => {
  const file = JSON.parse(readFileSync(join(ROOT, "docs/recipe.schema.json"), "utf8"));
  expect(file).toEqual(SCHEMA);
});

/** Names of fields without a description, at any depth. */
const unexplained = (schema: unknown, name = ""): readonly string[] => {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, part]) => {
    if (key !== "properties") return unexplained(part, name);
    return Object.entries(part).flatMap(([field, of]) => {
      const isSilent = typeof of === "object" && of !== null && !("description" in of);
      const path = name === "" ? field : `${name}.${field}`;
      return [...(isSilent ? [path] : []), ...unexplained(of, path)];
    });
  });
};

test("every field says what it means", () => {
  expect(unexplained({ properties: { a: { properties: { b: {} } } } })).toEqual(["a", "a.b"]);
  expect(unexplained(SCHEMA)).toEqual([]);
});

test("the recipes of this repository and its documents validate, and name the schema", () => {
  const folder = join(ROOT, "config/recipes");
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const page = readFileSync(join(ROOT, "docs/recipe-file.md"), "utf8");
  const examples = [...page.matchAll(/```yaml\n(recipe: [^`]*)```/g)].map(([, yaml = ""]) => yaml);
  expect(files.length + examples.length).toBeGreaterThan(5);
  expect([...files, ...examples].map((yaml) => parse(yaml)).filter((it) => !validates(it))).toEqual(
    [],
  );
  const modeline = "# yaml-language-server: $schema=../../docs/recipe.schema.json\n";
  expect(files.filter((yaml) => !yaml.startsWith(modeline))).toEqual([]);
});

const SHA = "04".repeat(32);
const SHORT = { recipe: "r", chip: "bk7231n", images: [{ file: "a.uf2" }] };

const CHECK = {
  every: "8h",
  golden: "GOLD-1",
  mustFail: { serial: "BAD-1", code: "wrong-chip" },
};

/** Values a field may be given, good ones and bad ones. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  recipe: ["plug-1.0", "a b", "", 1.18, null, "x".repeat(65)],
  chip: ["BK7231N", "t34", " bk7231t ", "BK7231QN40", "bk7231x", "bk7258", "", 7231, null],
  baud: [115200, 921600, 921000, "921600", "921_600", null],
  images: [
    [{ file: "a" }, { file: "b", sha256: SHA }],
    [{ file: "a", sha256: SHA.slice(1) }],
    [{ file: "a", sha256: 420 }],
    [{ file: "a", name: "b" }],
    [{ file: "" }],
    ["a.uf2"],
    [],
    "a.uf2",
    Array.from({ length: 17 }, () => ({ file: "a" })),
  ],
  bootloader: ["keep", "kep", true],
  backup: [true, "yes", 1],
  write: ["changed", "CHANGED"],
  verify: ["readback", "none"],
  protect: [true, null],
  boot: [
    { on: "log", expect: "up" },
    { on: "log", expect: ["up", "ready"], never: ["panic"], within: "800ms" },
    { on: "log", expect: ["up", ""] },
    { on: "log", expect: [] },
    { on: "log", expect: 1.18 },
    { on: "log", expect: "x".repeat(201) },
    { on: "uart", expect: "up" },
    { on: "log" },
    { expect: "up" },
    { on: "log", expect: "up", within: 5 },
    { on: "log", expect: "up", within: "5 minutes" },
    { on: "log", expect: "up", wihtin: "5s" },
    "log",
    null,
  ],
  retries: [0, 5, 6, 0.5, "1"],
  serial: [{}, { pattern: "SN[0-9]{6}", check: "luhn" }, { check: "crc" }, { pattern: 7 }, "SN"],
  shiftCheck: [
    CHECK,
    { ...CHECK, every: "30m" },
    { ...CHECK, every: "8" },
    { ...CHECK, every: 8 },
    { ...CHECK, golden: 7 },
    { ...CHECK, mustFail: { serial: "BAD-1" } },
    { ...CHECK, mustFail: { serial: "BAD-1", code: "already-passed" } },
    { ...CHECK, weekly: true },
    { every: "8h" },
    null,
  ],
  linkAttempts: [1, 20, 0, 21],
  retrys: [1],
};

test.each(
  Object.entries(VALUES).flatMap(([field, values]) => values.map((value) => [field, value])),
)("editor and reader agree on %s: %j", (field, value) => {
  const recipe = { ...SHORT, [String(field)]: value };
  expect(validates(recipe)).toBe(reads(recipe));
});

test("what the reader accepts validates", () => {
  const field = fc
    .constantFrom(...Object.entries(VALUES))
    .chain(([name, values]) => fc.constantFrom(...values).map((value) => ({ [name]: value })));
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(field, { maxLength: 4 }), (fields) => {
      const recipe: object = Object.assign({}, SHORT, ...fields);
      if (!reads(recipe)) return;
      accepted += 1;
      expect(validates(recipe)).toBe(true);
    }),
  );
  expect(accepted).toBeGreaterThan(10);
});

test.each(["recipe", "chip", "images"])("a recipe without %s does not validate", (field) => {
  expect(validates(SHORT)).toBe(true);
  expect(validates({ ...SHORT, [field]: undefined })).toBe(false);
});
