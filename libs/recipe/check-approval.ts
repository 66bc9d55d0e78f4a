import { InputError } from "../input/input-error.ts";
import type { Approval, ApprovedImage } from "./approval.ts";
import { approvalPath, howToApprove } from "./approval-file.ts";

/** A recipe and its images as they are now. `file`: as messages shall name it. */
export interface RecipeContent {
  readonly name: string;
  readonly sha256: string;
  readonly images: readonly ApprovedImage[];
}

/**
 * Throws `InputError`, naming what differs and what to do, unless the recipe (at `path`) and its
 * images are what was approved.
 */
export const checkApproval = (path: string, approval: Approval, now: RecipeContent): void => {
  const given = `${approval.by} approved ${approval.at}`;
  const remedy = `Put it back as it was, or approve what is there now: ${howToApprove(path)}`;
  if (approval.recipe.sha256 !== now.sha256) {
    if (approval.recipe.name !== now.name) {
      const problem = `is the approval of recipe "${approval.recipe.name}", not of "${now.name}".`;
      throw new InputError({ source: approvalPath(path) }, problem, remedy);
    }
    throw new InputError(
      { source: path },
      `is not the recipe that ${given}: it was changed.`,
      remedy,
    );
  }
  if (approval.recipe.name !== now.name || approval.images.length !== now.images.length) {
    // Nobody but a person's hand makes such a file: its hash is this recipe's, the rest is not.
    const what = `of "${approval.recipe.name}" with ${approval.images.length} images`;
    const problem = `was changed by hand: it is ${what}, and the recipe is "${now.name}" with ${now.images.length}.`;
    throw new InputError({ source: approvalPath(path) }, problem, remedy);
  }
  for (const [at, { file, sha256, class: found }] of now.images.entries()) {
    const approved = approval.images[at];
    const where = { source: path, field: `images[${at}].file` };
    if (approved?.sha256 !== sha256) {
      const hashes = `expected SHA-256 ${approved?.sha256 ?? "of no such image"}, found ${sha256}.`;
      throw new InputError(where, `${file} is not the file that ${given}: ${hashes}`, remedy);
    }
    if (approved.class !== found) {
      const classes = `then it was "${approved.class}", this program finds it to be "${found}".`;
      throw new InputError(where, `${file} is another thing than ${given}: ${classes}`, remedy);
    }
  }
};
