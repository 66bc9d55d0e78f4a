import type { Command } from "commander";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import { besidesApproval } from "./besides-approval.ts";

/** `flashline recipe check`: whether a recipe would be run, and who approved it. */
export const addRecipeCheck = (recipe: Command): void => {
  recipe
    .command("check")
    .description("say whether a recipe and its images would be run, and who approved them")
    .argument("<file>", "recipe file")
    .option("--json", "one JSON object on stdout, of a recipe that would not be run with `problem`")
    .addHelpText("after", HELP)
    .action(async (file: string, { json }: { readonly json?: true }) => {
      const { prepareRecipe } = await import("../coordinator/prepare/prepare-lot.ts");
      const { thisStation } = await import("../../libs/jig/read-station.ts");
      const need = (await thisStation()).approval;
      const { sent, identity } = await prepareRecipe(file, need).catch((error: unknown) => {
        if (json === true && error instanceof InputError) {
          process.stdout.write(`${safeJson({ recipe: null, problem: error.message })}\n`);
        }
        throw error;
      });
      const { recipe: name, chip, sha256, images, approval } = sent;
      if (json === true) {
        process.stdout.write(`${safeJson({ recipe: name, chip, sha256, images, approval })}\n`);
        return;
      }
      const lines = [
        `${name} for ${chip}: sound`,
        ...images.map((image) => `  image ${image.file}  ${image.class}  sha256 ${image.sha256}`),
        approval === null
          ? "  not approved by anybody; it is run all the same"
          : `  approved by ${approval.by}, ${approval.at}, recipe and images not changed since${besidesApproval(identity)}`,
      ];
      process.stdout.write(lines.map((line) => `${printable(line, 400)}\n`).join(""));
    });
};

const HELP = `
Exit codes: 0 it would be run, 2 not: what is wrong, or what was changed since it was approved.

Example:
  npx flashline recipe check smart-plug.yaml`;
