import { buildUf2 } from "../../libs/firmware/build-image.ts";
import type { Workplace } from "./run-flashline.ts";

/** Writes a recipe that asks nothing of a BK7231N but to hold what was written; returns its path. */
export const writePlainRecipe = (place: Workplace): string => {
  const file = "app.uf2";
  place.write(file, buildUf2({ chip: "bk7231n", seed: 1, bytes: 60_000, version: "1.0" }));
  const recipe = { recipe: "plain", chip: "bk7231n", calibration: "any", images: [{ file }] };
  return place.write("recipe.yaml", recipe);
};
