import { lstat, rename, rm, writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { z } from "zod";
import { printable } from "../failure/printable.ts";
import { InputError } from "../input/input-error.ts";
import { readYaml } from "../input/read-yaml.ts";
import { shellWord } from "../process/shell-word.ts";
import type { Approval } from "./approval.ts";

/** Version of the file's form. */
const FORM = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "Give 64 hex digits, in quotes." });
const LONGEST = 255;
const words = z
  .string()
  .regex(/^(?=.*\S)\P{C}+$/u, { error: "Give a text of one line." })
  .max(LONGEST);

const approvalSchema = z.strictObject({
  approval: z.literal(FORM, `This program knows approvals of form ${FORM}.`),
  recipe: z.strictObject({ name: words, sha256 }),
  images: z
    .array(z.strictObject({ file: words, sha256, class: words }))
    .min(1)
    .max(16),
  by: words,
  at: z.iso.datetime(),
  program: words,
});

/** Where a recipe's approval lies: beside it. */
export const approvalPath = (recipePath: string): string => `${recipePath}.approval`;

/** How a person approves a recipe, as a remedy names it: to be pasted into a shell. */
export const howToApprove = (recipePath: string): string => {
  return `npx flashline recipe approve ${shellWord(recipePath)} --by NAME`;
};

/**
 * Reads a recipe's approval; undefined if it has none. Rejects with `InputError` when something else
 * lies in its place.
 */
export const readApproval = async (recipePath: string): Promise<Approval | undefined> => {
  const path = approvalPath(recipePath);
  if (!(await isThere(path))) return undefined;
  try {
    const { approval: _, ...approval } = (await readYaml(path, approvalSchema)).value;
    return approval;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const remedy = `Move it away, then approve the recipe again: ${howToApprove(recipePath)}`;
    throw new InputError(
      { source: path },
      "is no approval of a recipe:",
      `${error.message} ${remedy}`,
    );
  }
};

/** Also a link that leads nowhere is there. */
const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: unknown) => !(error instanceof Error && "code" in error && error.code === "ENOENT"),
  );

const HEAD =
  "# Written by `npx flashline recipe approve`. Whoever changes the recipe or an image makes it void.\n";

/**
 * Writes down an approval beside its recipe, in place of an older one: whole, or not at all. Rejects
 * with `InputError` when it cannot be written.
 */
export const writeApproval = async (recipePath: string, approval: Approval): Promise<void> => {
  const path = approvalPath(recipePath);
  const draft = `${path}.${process.pid}.new`;
  // Their hashes count, their names are for people: one of several lines, or endless, could not be read again.
  const images = approval.images.map((image) => ({
    ...image,
    file: printable(image.file, LONGEST),
  }));
  const text = stringify({ approval: FORM, ...approval, images }, { lineWidth: 0 });
  try {
    await writeFile(draft, `${HEAD}${text}`, { flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const remedy = "The recipe's folder must be yours, and have room.";
    throw new InputError({ source: path }, `cannot be written (${reason}).`, remedy);
  }
};
