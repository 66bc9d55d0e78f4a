import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { readYaml, type YamlFile } from "../input/read-yaml.ts";
import type { BootCheck, Recipe } from "./recipe.ts";
import type { RecipeIdentity } from "./recipe-identity.ts";
import { recipeSchema } from "./recipe-schema.ts";
import type { ShiftCheck } from "./shift-check.ts";

type CheckAsWritten = Omit<ShiftCheck, "everyMs"> & { readonly every: number };

/** A recipe file, checked. */
export interface RecipeFile {
  readonly recipe: Recipe;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly sha256: string;
  /** An `InputError` at a field, for what only a look at other files can tell. */
  readonly errorAt: YamlFile<unknown>["errorAt"];
}

/**
 * Reads and checks a recipe file. Image paths become absolute, relative ones from the recipe's
 * folder; the images themselves are not looked at. Rejects with `InputError`.
 */
export const readRecipe = async (path: string): Promise<RecipeFile> => {
  const { value, bytes, errorAt } = await readYaml(path, recipeSchema);
  const { boot: bootAsWritten, identity: identityAsWritten, shiftCheck, policy, ...others } = value;
  const identity = identityAsWritten && withWholePath(identityAsWritten, path);
  const rest = {
    ...others,
    // Who wants no repeat wants none elsewhere either.
    policy: { ...policy, otherFixtures: policy.otherFixtures ?? Math.min(1, value.retries) },
    ...(identity !== undefined && { identity }),
    ...(shiftCheck !== undefined && { shiftCheck: checkOf(shiftCheck) }),
  };
  const images = value.images.map((image) => ({
    ...image,
    file: resolve(dirname(path), image.file),
  }));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (bootAsWritten === undefined) return { recipe: { ...rest, images }, sha256, errorAt };
  const { within: withinMs, ...where } = bootAsWritten;
  const boot: BootCheck = { ...where, withinMs };
  return { recipe: { ...rest, images, boot }, sha256, errorAt };
};

const checkOf = ({ every: everyMs, ...boards }: CheckAsWritten): ShiftCheck => ({
  everyMs,
  ...boards,
});

const withWholePath = (identity: RecipeIdentity, recipePath: string): RecipeIdentity =>
  identity.values === undefined
    ? identity
    : { ...identity, values: resolve(dirname(recipePath), identity.values) };
