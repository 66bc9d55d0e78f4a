import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { shellWord } from "../../libs/process/shell-word.ts";
import { tellWritten } from "./tell-written.ts";
import { writeOutput } from "./write-output.ts";

interface RecipeNewOptions {
  readonly chip?: string;
  readonly output?: string;
}

/** `flashline recipe new`: writes a recipe for firmware files. */
export const addRecipeNew = (recipe: Command): void => {
  recipe
    .command("new")
    .description("write a recipe for firmware files")
    .argument("<images...>", "the files to be flashed")
    .option("--chip <chip>", "the boards' chip, where the files fit several")
    .option("-o, --output <file>", "recipe file to write, never over another; stdout if absent")
    .addHelpText("after", HELP)
    .action(async (files: readonly string[], { chip, output }: RecipeNewOptions) => {
      const { checkNewFile, writeNewFile } = await import("../jig-maker/write-new-file.ts");
      const { beginRecipe } = await import("../recipe-maker/begin-recipe.ts");
      if (output !== undefined) await checkNewFile(output, "never");
      const folder = resolve(output === undefined ? "." : dirname(output));
      const text = await beginRecipe({ files, chip, folder });
      if (output === undefined) await writeOutput(text, undefined);
      else await writeNewFile(output, text, "never");
      if (output === undefined) return;
      tellWritten(output, `Look through it, then: npx flashline recipe check ${shellWord(output)}`);
    });
};

const HELP = `
The chip and the version are told from the files, their SHA-256 is written down, and every other field of a recipe stands
there as a comment with what it means. A file that may not be flashed is refused as \`run\` refuses it.

Exit codes: 0 written, 2 wrong usage or a file that may not be flashed.

Example:
  npx flashline recipe new firmware.uf2 -o smart-plug.yaml`;
