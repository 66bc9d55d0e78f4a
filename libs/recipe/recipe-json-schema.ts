import { z } from "zod";
import { recipeSchema } from "./recipe-schema.ts";

/** What of a field's JSON Schema others read. */
export interface FieldSchema {
  readonly description?: string | undefined;
  readonly default?: unknown;
}

/** The JSON Schema of a recipe. */
export interface RecipeJsonSchema {
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
}

const exported: z.ZodType<RecipeJsonSchema> = z.looseObject({
  properties: z.record(
    z.string(),
    z.looseObject({ description: z.string().optional(), default: z.unknown().optional() }),
  ),
  required: z.array(z.string()),
});

/**
 * The JSON Schema (draft 7, which editors know) of recipe files: it accepts every file that the reader accepts, and
 * most that it does not accept it refuses; what fields mean together only the reader knows. What each field
 * means stands with the field, in its own schema.
 */
export const recipeJsonSchema = (): RecipeJsonSchema => {
  const whole = z.toJSONSchema(recipeSchema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema: made }) => {
      // A whole number without bounds of its own has zod's.
      if (made.minimum === Number.MIN_SAFE_INTEGER) delete made.minimum;
      if (made.maximum === Number.MAX_SAFE_INTEGER) delete made.maximum;
    },
  });
  const description = "A recipe file of Flashline; docs/recipe-file.md explains it.";
  return exported.parse({ ...whole, description });
};
