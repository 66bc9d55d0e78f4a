import { createHash } from "node:crypto";
import { basename, relative, resolve } from "node:path";
import { asChipName } from "../../libs/chips/as-chip-name.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIP_NAMES, CHIPS, markingsOf } from "../../libs/chips/chips.ts";
import { printable } from "../../libs/failure/printable.ts";
import { explainRefusal } from "../../libs/firmware/explain-refusal.ts";
import { planImages } from "../../libs/firmware/plan-images.ts";
import { readFirmware } from "../../libs/firmware/read-firmware.ts";
import type { Refusal } from "../../libs/firmware/refusal.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { readBounded } from "../../libs/input/read-bounded.ts";
import { CHIP_WORDS } from "../../libs/recipe/chip-schema.ts";
import { MAX_IMAGE_BYTES } from "../../libs/recipe/load-images.ts";
import { recipeSchema } from "../../libs/recipe/recipe-schema.ts";
import { suggestChip } from "../../libs/recipe/suggest-chip.ts";
import { nameRecipe } from "./name-recipe.ts";
import { writeDraft } from "./recipe-draft.ts";

/** What a recipe is to be written for. */
export interface RecipeOrder {
  /** Paths of the images; one or more. */
  readonly files: readonly string[];
  /** As the user named it; told from the images if absent. */
  readonly chip: string | undefined;
  /** The folder the recipe will lie in. */
  readonly folder: string;
}

interface NamedImage {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What became of the images on one chip. */
type Trial =
  | { readonly ok: true; readonly chip: ChipName }
  | { readonly ok: false; readonly file: string; readonly refusal: Refusal };

/**
 * Writes a recipe for images that its own reader and `run` accept. Rejects with `InputError` for
 * images that may not be flashed, or that do not tell which of several chips they are for.
 */
export const beginRecipe = async (order: RecipeOrder): Promise<string> => {
  const images: NamedImage[] = [];
  for (const file of order.files) {
    images.push({ file, bytes: await readBounded(file, MAX_IMAGE_BYTES) });
  }
  const chips = order.chip === undefined ? CHIP_NAMES : [chipNamed(order.chip)];
  const trials = chips.map((chip) => tryChip(chip, images));
  const fits = trials.filter((trial) => trial.ok);
  const [fit] = fits;
  if (fit === undefined) throw refusalOf(trials);
  if (fits.length === 1) return writeRecipe(fit.chip, images, order.folder);
  const names = fits.map(({ chip }) => chip);
  throw new InputError(
    { source: "recipe new", field: "--chip" },
    `is needed: images like ${order.files.map((file) => basename(file)).join(", ")} are for ${markingsOf(names)}.`,
    `Give the one that is on your boards: --chip ${names.join(" or --chip ")}.`,
  );
};

const chipNamed = (word: string): ChipName => {
  const name = asChipName(word);
  const chip = CHIP_NAMES.find((known) => known === name);
  if (chip !== undefined) return chip;
  const problem = `"${word.slice(0, 40)}" is no chip known here.`;
  throw new InputError(
    { source: "recipe new", field: "--chip" },
    problem,
    suggestChip(word, CHIP_WORDS),
  );
};

/** Plans the images as `run` would with a recipe that says nothing else. */
const tryChip = (chip: ChipName, images: readonly NamedImage[]): Trial => {
  const named = images.map(({ file }) => ({ file }));
  const recipe = recipeSchema.parse({ recipe: "new", chip, images: named });
  const planned = planImages(images, CHIPS[chip], recipe);
  return planned.ok ? { ok: true, chip } : planned;
};

const writeRecipe = (chip: ChipName, images: readonly NamedImage[], folder: string): string => {
  const described = images.map(({ file, bytes }) => {
    const read = readFirmware(bytes, { chip: CHIPS[chip], fileName: file });
    const { kind = "", app } = read.ok ? read.image : {};
    const version = app?.version ?? "";
    const about = version === "" ? kind : `${kind}, version ${version}`;
    return { file, bytes, version, remark: printable(`${about}, ${bytes.length} bytes`, 120) };
  });
  const [first] = described;
  return writeDraft({
    name: nameRecipe(first?.file ?? "", first?.version ?? ""),
    chip,
    images: described.map(({ file, bytes, remark }) => ({
      file: relative(folder, resolve(file)),
      sha256: createHash("sha256").update(bytes).digest("hex"),
      remark,
    })),
  });
};

/** Of all chips' refusals the one that says most: not that the image is for another chip. */
const refusalOf = (trials: readonly Trial[]): InputError => {
  const refused = trials.filter((trial) => !trial.ok);
  const telling = refused.find(({ refusal }) => !/^wrong-(chip|code-key)$/.test(refusal.code));
  const { file, refusal } = telling ?? refused[0] ?? { file: "", refusal: { code: "no-images" } };
  const { problem, remedy } = explainRefusal(refusal);
  return new InputError({ source: file }, problem, remedy);
};
