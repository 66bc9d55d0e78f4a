import type { JsonSchema } from "./json-schema.ts";

/** A text in which something in braces is worked out. */
const WORKED_OUT: JsonSchema = { type: "string", pattern: "\\{[^{}]+\\}|\\{\\{|\\}\\}" };

const isLeaf = ({ type, enum: words, const: word }: JsonSchema): boolean =>
  words !== undefined ||
  word !== undefined ||
  (typeof type === "string" && type !== "object" && type !== "array");

/** The schema of a field in an entry for many alike nests: each value may be a text with braces instead. */
export const templateJsonSchema = (schema: JsonSchema): JsonSchema => {
  if (isLeaf(schema)) {
    const { description, ...leaf } = schema;
    return { ...(description === undefined ? {} : { description }), anyOf: [leaf, WORKED_OUT] };
  }
  const { properties, items, additionalProperties, anyOf, oneOf, ...rest } = schema;
  // A kind that is worked out may fit several of them.
  const choices = anyOf ?? oneOf;
  return {
    ...rest,
    ...(properties === undefined ? {} : { properties: mapValues(properties) }),
    ...(items === undefined ? {} : { items: templateJsonSchema(items) }),
    ...(choices === undefined ? {} : { anyOf: choices.map(templateJsonSchema) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === "boolean"
              ? additionalProperties
              : templateJsonSchema(additionalProperties),
        }),
  };
};

const mapValues = (
  properties: Readonly<Record<string, JsonSchema>>,
): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, templateJsonSchema(schema)]),
  );
