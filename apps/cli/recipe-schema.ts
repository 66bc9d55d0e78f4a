import type { Command } from "commander";
import { addSchemaCommand } from "./add-schema-command.ts";

/** `flashline recipe schema`: the JSON Schema of recipe files, for editors. */
export const addRecipeSchema = (recipe: Command): void =>
  addSchemaCommand(recipe, {
    kind: "recipe",
    one: "a recipe",
    load: async () => {
      const { recipeJsonSchema } = await import("../../libs/recipe/recipe-json-schema.ts");
      return recipeJsonSchema();
    },
  });
