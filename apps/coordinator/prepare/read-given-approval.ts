import { realpath } from "node:fs/promises";
import { InputError } from "../../../libs/input/input-error.ts";
import type { Station } from "../../../libs/jig/read-station.ts";
import { howToApprove, readApproval } from "../../../libs/recipe/approval-file.ts";
import { checkApproval, type RecipeContent } from "../../../libs/recipe/check-approval.ts";
import type { ApprovalRecord } from "../../../libs/run/run-record.ts";

/** What is asked of a recipe's approval; `unasked`: it is about to be given. */
export type ApprovalNeed = Station["approval"] | "unasked";

/**
 * Who approved the recipe at `path` as it is now; null if nobody did, and nobody needs to have.
 * @throws InputError when something else was approved, or nothing where something must be.
 */
export const readGivenApproval = async (
  path: string,
  now: RecipeContent,
  need: ApprovalNeed,
): Promise<ApprovalRecord | null> => {
  if (need === "unasked") return null;
  // A link such as `current.yaml` stands for what it leads to.
  const approval = (await readApproval(path)) ?? (await readApproval(await targetOf(path)));
  if (approval !== undefined) {
    checkApproval(path, approval, now);
    return { by: approval.by, at: approval.at };
  }
  if (need === "optional") return null;
  throw new InputError(
    { source: path },
    "is not approved, and this station runs approved recipes only (approval in config/station.yaml).",
    `Approve it: ${howToApprove(path)}`,
  );
};

const targetOf = (path: string): Promise<string> => realpath(path).catch(() => path);
