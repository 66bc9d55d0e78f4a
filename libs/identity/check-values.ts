import { InputError } from "../input/input-error.ts";
import { type RecipeIdentity, SERIAL_FIELD } from "../recipe/recipe-identity.ts";
import { encodeField } from "./encode-field.ts";
import type { ValueList } from "./value-row.ts";

/** The columns a recipe takes from its pool. */
export const pooledFields = ({ fields }: RecipeIdentity): readonly string[] =>
  fields.map(({ field }) => field).filter((field) => field !== SERIAL_FIELD);

/**
 * Whether a list has what a recipe writes: just its columns, and every value as long as its place.
 * @throws InputError naming the list's line and column.
 */
export const checkValues = (list: ValueList, identity: RecipeIdentity): void => {
  const { source } = list;
  const wanted = pooledFields(identity);
  const missing = wanted.find((field) => !list.fields.includes(field));
  if (missing !== undefined) {
    const remedy = `Add it, or take the field ${missing} out of the recipe.`;
    throw new InputError({ source, line: 1 }, `has no column ${missing}.`, remedy);
  }
  const unknown = list.fields.find((field) => !wanted.includes(field));
  if (unknown !== undefined) {
    const remedy = `Take it out, or give the recipe a field for it. It has: ${wanted.join(", ")}.`;
    throw new InputError(
      { source, line: 1 },
      `has a column ${unknown}, which nothing writes.`,
      remedy,
    );
  }
  for (const { line, values } of list.rows) {
    for (const field of identity.fields) {
      const value = values.get(field.field);
      if (value === undefined) continue;
      const encoded = encodeField(field, value);
      if (encoded.ok) continue;
      const where = { source, line, field: field.field };
      throw new InputError(where, `${encoded.problem}.`, "Correct the value, or the recipe.");
    }
  }
};
