import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { expandNests } from "../../../libs/jig/expand-nests.ts";
import { jigJsonSchema } from "../../../libs/jig/jig-json-schema.ts";
import { jigSchema } from "../../../libs/jig/jig-schema.ts";
import type { JsonSchema } from "../../../libs/jig/json-schema.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const SCHEMA = jigJsonSchema();

/** A validator of JSON Schemas that is in the house; it sees only what stands in the JSON. */
const validator = z.fromJSONSchema(JSON.parse(JSON.stringify(SCHEMA)));
const validates = (value: unknown): boolean => validator.safeParse(value).success;

const reads = (value: unknown): boolean => {
  try {
    return jigSchema.safeParse(expandNests(value).value).success;
  } catch {
    return false;
  }
};

test("the file that editors use is up to date: npx flashline jig schema -o docs/jig.schema.json", () => {
  const file = JSON.parse(readFileSync(join(ROOT, "docs/jig.schema.json"), "utf8"));
  expect(file).toEqual(JSON.parse(JSON.stringify(SCHEMA)));
});

const named = ({ properties = {} }: JsonSchema): (readonly [string, JsonSchema])[] =>
  Object.entries(properties);

const allFields = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] => {
  const { items, anyOf = [], oneOf = [], additionalProperties } = schema;
  const inner = [
    items,
    ...anyOf,
    ...oneOf,
    additionalProperties,
    ...named(schema).map(([, of]) => of),
  ];
  return [
    ...named(schema),
    ...inner.flatMap((part) => (typeof part === "object" ? allFields(part) : [])),
  ];
};

test("every field says what it means", () => {
  const fields = allFields(SCHEMA);
  expect(fields.length).toBeGreaterThan(50);
  expect(fields.filter(([, { description }]) => description === undefined)).toEqual([]);
});

const samples = (): unknown[] => {
  const read = (...names: readonly string[]): string => readFileSync(join(ROOT, ...names), "utf8");
  const files = ["fixtures", "config/jigs"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => read(folder, name)),
  );
  const docs = ["jig-file.md", "wiring.md", "simulator.md"].flatMap((name) =>
    [...read("docs", name).matchAll(/```yaml\n(jig: [^`]*)```/g)].map(([, yaml = ""]) => yaml),
  );
  return [...files, ...docs].map((yaml) => parse(yaml));
};

test("the jig files of this repository and its documents validate", () => {
  expect(samples().length).toBeGreaterThan(10);
  expect(samples().filter((jig) => !reads(jig))).toEqual([]);
  expect(samples().filter((jig) => !validates(jig))).toEqual([]);
});

const number = fc.constantFrom(0, 1, 5, 17, 400, 5000, -1, 1.5, "5", "{n+4}", "{n", true);
const text = fc.constantFrom("/dev/a", "/dev/{n}", "flash", "c", "", "{a|b}", "{{", 7, null);
const word = fc.constantFrom("rts", "dtr", "rts:1 wait:200 rts:0", "lcus", "{n}", "x");
const control = fc.oneof(
  fc.record(
    { kind: fc.constantFrom("gpio", "gpiod"), chip: text, line: number, activeLow: fc.boolean() },
    { requiredKeys: ["kind"] },
  ),
  fc.record({ kind: fc.constant("line"), line: word, pulseMs: number }, { requiredKeys: ["kind"] }),
  fc.record(
    { kind: fc.constant("command"), on: fc.array(text), off: fc.array(text) },
    { requiredKeys: ["kind"] },
  ),
  fc.record(
    { kind: fc.constant("serial-relay"), model: word, port: text, channel: number },
    { requiredKeys: ["kind"] },
  ),
  fc.record(
    { kind: fc.constantFrom("manual", "none", "{none|manual}", "rely"), extra: text },
    { requiredKeys: ["kind"] },
  ),
);
const virtual = fc.record(
  {
    chip: fc.constantFrom("bk7231n", "BK7231T", "T1", "t{n}", "nonsense", 3),
    flash: text,
    faults: fc.array(text, { maxLength: 2 }),
    adapter: fc.record({ latencyMs: number, drops: number }, { requiredKeys: [] }),
  },
  { requiredKeys: ["chip"] },
);
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  id: fc.constantFrom("F02", "", 3),
  ids: fc.constantFrom("F01..F04", ["A", "B"], "F1", [], 3),
  flashPort: text,
  logPort: text,
  power: control,
  reset: control,
  offMs: number,
  supply: fc.constantFrom("psu", "psu{n}", ""),
  virtual,
  recipe: text,
  wrong: text,
};
const field = fc
  .constantFrom(...Object.entries(FIELDS))
  .chain(([name, values]) => values.map((value) => ({ [name]: value })));
const nest = fc
  .tuple(
    fc.constantFrom(
      { id: "F01", flashPort: "/dev/a", power: { kind: "manual" } },
      { ids: "F01..F02", flashPort: "/dev/{n}", power: { kind: "gpio", chip: "c", line: "{n}" } },
      { id: "F01", virtual: { chip: "bk7231n" } },
      { ids: ["A", "B"] },
    ),
    fc.array(field, { maxLength: 2 }),
  )
  .map(([base, changes]) => Object.assign({}, base, ...changes));
const jig = fc.record(
  {
    jig: fc.constantFrom("a", "line-a", "a"),
    trigger: fc.constantFrom("operator", "auto"),
    supplies: fc.constantFrom(
      undefined,
      { psu: null },
      { psu: { gapMs: 150 } },
      { psu: { gap: 1 } },
    ),
    fixtures: fc.array(nest, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ["jig", "fixtures"] },
);

test("what the reader accepts validates", () => {
  let accepted = 0;
  fc.assert(
    fc.property(jig, (value) => {
      if (!reads(value)) return;
      accepted += 1;
      expect(validates(JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(50);
});

const one = { id: "F01", flashPort: "/dev/a", power: { kind: "manual" } };

test.each<[string, object]>([
  ["a misspelt field", { ...one, flashport: "/dev/b" }],
  ["no port", { id: "F01", power: { kind: "manual" } }],
  ["no power", { id: "F01", flashPort: "/dev/a" }],
  ["no id", { flashPort: "/dev/a", power: { kind: "manual" } }],
  ["id and ids", { ...one, ids: "F01..F02" }],
  ["an unknown kind", { ...one, power: { kind: "rely" } }],
  ["a number beyond its bounds", { ...one, power: { kind: "gpio", chip: "c", line: 5000 } }],
  [
    "an expression outside an entry of many",
    { ...one, power: { kind: "gpio", chip: "c", line: "{n}" } },
  ],
  ["no range", { ids: "F01-F02", flashPort: "/dev/{n}", power: { kind: "manual" } }],
  [
    "a number without braces as text",
    { ids: "F1..F2", flashPort: "/dev/{n}", power: { kind: "gpio", chip: "c", line: "5" } },
  ],
])("%s does not validate", (_, wrong) => {
  expect(validates({ jig: "a", fixtures: [one] })).toBe(true);
  expect(validates({ jig: "a", fixtures: [wrong] })).toBe(false);
});
