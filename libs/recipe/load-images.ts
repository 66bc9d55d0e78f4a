import { createHash } from "node:crypto";
import { InputError } from "../input/input-error.ts";
import { readBounded } from "../input/read-bounded.ts";
import type { RecipeFile } from "./read-recipe.ts";
import type { RecipeImage } from "./recipe.ts";

/** No image is larger: four times the largest flash. */
export const MAX_IMAGE_BYTES = 16 << 20;

/** An image with its content. */
export interface LoadedImage {
  /** Absolute path. */
  readonly file: string;
  /** Of `bytes`, lower-case hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** Flash address the recipe puts it at, if it says so. */
  readonly at?: number | undefined;
}

/** What of a recipe file images are loaded by. */
export interface LoadableRecipe extends Pick<RecipeFile, "errorAt"> {
  readonly recipe: { readonly images: readonly RecipeImage[] };
}

/**
 * Reads a recipe's images, in its order, each a regular file of at most 16 MiB. Rejects with
 * `InputError`, at the recipe's line, when one is missing or is not the one the recipe was made for.
 */
export const loadImages = async ({
  recipe: { images },
  errorAt,
}: LoadableRecipe): Promise<LoadedImage[]> => {
  const loaded: LoadedImage[] = [];
  for (const [index, { file, sha256: expected, at }] of images.entries()) {
    const bytes = await readBounded(file, MAX_IMAGE_BYTES).catch((cause: unknown) => {
      if (!(cause instanceof InputError)) throw cause;
      const field = ["images", index, "file"];
      if (cause.problem !== "does not exist.")
        throw errorAt(field, "cannot be used:", cause.message);
      const remedy = "Put it beside the recipe, or write its path as seen from there.";
      throw errorAt(field, `cannot be used: ${file}: does not exist.`, remedy);
    });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (expected !== undefined && expected !== sha256) {
      throw errorAt(
        ["images", index, "sha256"],
        `${file} is not the file the recipe names: expected ${expected}, found ${sha256}.`,
        "Put that file back, or write this one's SHA-256 into the recipe.",
      );
    }
    loaded.push({ file, sha256, bytes, at });
  }
  return loaded;
};
