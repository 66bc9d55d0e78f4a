import { z } from "zod";
import { describeFields } from "./describe-fields.ts";
import { jigSchema, NO_PORTS_NEEDED } from "./jig-schema.ts";
import { type JsonSchema, jsonSchema } from "./json-schema.ts";
import { MOST_NESTS } from "./list-ids.ts";
import { templateJsonSchema } from "./template-json-schema.ts";

/**
 * The JSON Schema (draft 7, which editors know) of jig files: it accepts every file that the reader accepts, and
 * most that it does not accept it refuses; what fields mean together only the reader knows.
 */
export const jigJsonSchema = (): JsonSchema => {
  const whole = jsonSchema.parse(exportSchema(jigSchema));
  const { fixtures, ...fields } = whole.properties ?? {};
  const nest = fixtures?.items ?? {};
  const entry = { ...fixtures, items: { anyOf: [asWired(nest), asVirtual(nest), asMany(nest)] } };
  const described = describeFields({ ...whole, properties: { ...fields, fixtures: entry } });
  return { ...described, description: "A jig file of Flashline; docs/jig-file.md explains it." };
};

const exportSchema = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema: made }) => {
      const { def } = zodSchema._zod;
      // A whole number without bounds of its own has zod's.
      if (made.minimum === Number.MIN_SAFE_INTEGER) delete made.minimum;
      if (made.maximum === Number.MAX_SAFE_INTEGER) delete made.maximum;
      if (def.type !== "pipe") return;
      const { in: before, out: after } = def;
      if (before._zod.def.type === "unknown") Object.assign(made, exportPart(after));
      if (before._zod.def.type === "transform") widen(made);
    },
  });

const exportPart = (schema: z.core.$ZodType): object => {
  const { $schema: _, ...part } = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  return part;
};

/** What is made fit before it is checked: names in other letters or of other makers, and blocks without fields. */
const widen = (made: z.core.JSONSchema.BaseSchema): void => {
  const exact = { ...made };
  for (const key of Object.keys(made)) delete made[key];
  made.anyOf = [exact, { type: exact.type === "object" ? "null" : "string" }];
};

/** A nest on real ports. */
const asWired = (nest: JsonSchema): JsonSchema => ({
  ...without(nest, ["virtual"]),
  required: ["id", "flashPort", "power"],
});

/** A simulated nest. */
const asVirtual = (nest: JsonSchema): JsonSchema => ({
  ...without(nest, NO_PORTS_NEEDED),
  required: ["id", "virtual"],
});

const without = (schema: JsonSchema, names: readonly string[]): JsonSchema => {
  const kept = Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name));
  return { ...schema, properties: Object.fromEntries(kept) };
};

/** Many alike nests as one entry. */
const asMany = (nest: JsonSchema): JsonSchema => {
  const { id = {}, ...fields } = nest.properties ?? {};
  const { required: _, properties: __, ...rest } = nest;
  const ids: JsonSchema = {
    anyOf: [
      { type: "string", pattern: "^[A-Za-z0-9._-]*\\d\\.\\.[A-Za-z0-9._-]*\\d$" },
      { type: "array", items: id, maxItems: MOST_NESTS },
    ],
  };
  const counting = templateJsonSchema({ ...rest, properties: fields });
  return { ...counting, properties: { ids, ...counting.properties }, required: ["ids"] };
};
