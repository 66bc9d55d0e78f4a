import { dirname, relative, resolve } from "node:path";
import type { Command } from "commander";
import { besidesApproval } from "./besides-approval.ts";
import { personName } from "./option-values.ts";
import { PROGRAM_VERSION } from "./version.ts";

/** `flashline recipe approve`: writes down that a recipe and its images are the right ones. */
export const addRecipeApprove = (recipe: Command): void => {
  recipe
    .command("approve")
    .description("approve a recipe with its images as they are: writes FILE.approval")
    .argument("<file>", "recipe file")
    .requiredOption("--by <name>", "who approves it", personName)
    .addHelpText("after", HELP)
    .action(async (file: string, { by }: { readonly by: string }) => {
      const { prepareRecipe } = await import("../coordinator/prepare/prepare-lot.ts");
      const { approvalPath, readApproval, writeApproval } = await import(
        "../../libs/recipe/approval-file.ts"
      );
      const { printable } = await import("../../libs/failure/printable.ts");
      // What lies there and is no approval is somebody's, and not replaced.
      const before = await readApproval(file);
      const { sent, images, identity } = await prepareRecipe(file, "unasked");
      const folder = dirname(resolve(file));
      const files = images.map((image) => relative(folder, image.file));
      await writeApproval(file, {
        recipe: { name: sent.recipe, sha256: sent.sha256 },
        images: sent.images.map(({ file: name, sha256, class: is }, at) => ({
          file: files[at] ?? name,
          sha256,
          class: is,
        })),
        by,
        at: new Date().toISOString(),
        program: PROGRAM_VERSION,
      });
      const what = `${sent.recipe} with ${files.join(", ")}`;
      const instead =
        before === undefined ? "" : `; takes the place of ${before.by}'s of ${before.at}`;
      process.stdout.write(
        `${printable(`${approvalPath(file)}: ${by} approved ${what}${besidesApproval(identity)}${instead}`, 400)}\n`,
      );
    });
};

const HELP = `
Refuses what \`run\` would refuse. Holds the SHA-256 of the recipe file and of every image: whoever changes one of them makes
the approval void, and \`run\` refuses the recipe until it is put back or approved again. With \`approval: required\` in
config/station.yaml recipes that nobody approved are refused, too.
Lists of values (identity.values) are no part of an approval.

Exit codes: 0 approved, 2 wrong usage, recipe or image.

Example:
  npx flashline recipe approve smart-plug.yaml --by "Ada Lovelace"`;
