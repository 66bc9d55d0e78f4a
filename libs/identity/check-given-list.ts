import type { RecipeFile } from "../recipe/read-recipe.ts";
import { checkValues } from "./check-values.ts";
import type { ValueList } from "./value-row.ts";

/**
 * Whether a recipe could write a list that is to come into a pool: it takes its values from just that
 * pool, and has a place for each of them.
 * @throws InputError naming the recipe's field, or the list's line and column.
 */
export const checkGivenList = (
  list: ValueList,
  pool: string,
  { recipe: { identity }, errorAt }: Pick<RecipeFile, "recipe" | "errorAt">,
): void => {
  if (identity === undefined) {
    throw errorAt([], "gives boards nothing of their own.", "Name a recipe that has `identity`.");
  }
  if (identity.pool !== pool) {
    const problem =
      identity.pool === undefined ? "names no pool." : `is ${identity.pool}, and not ${pool}.`;
    const remedy = "Import into the pool that the recipe takes its values from.";
    throw errorAt(["identity", "pool"], problem, remedy);
  }
  checkValues(list, identity);
};
