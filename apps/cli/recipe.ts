import type { Command } from "commander";
import { addRecipeApprove } from "./recipe-approve.ts";
import { addRecipeCheck } from "./recipe-check.ts";
import { addRecipeNew } from "./recipe-new.ts";
import { addRecipeSchema } from "./recipe-schema.ts";

/** `flashline recipe ...`: what is done with a recipe file, without a lot. */
export const addRecipeCommand = (program: Command): void => {
  const recipe = program
    .command("recipe")
    .description("write, check and approve recipe files, without a lot");
  addRecipeNew(recipe);
  addRecipeCheck(recipe);
  addRecipeApprove(recipe);
  addRecipeSchema(recipe);
};
