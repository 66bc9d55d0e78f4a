import { sectorEnd, sectorStart } from "../../../libs/bytes/ranges.ts";
import { type FlashPlan, rangesOf } from "../../../libs/firmware/flash-plan.ts";
import { checkValues } from "../../../libs/identity/check-values.ts";
import { encodeField } from "../../../libs/identity/encode-field.ts";
import { rangeValues } from "../../../libs/identity/range-values.ts";
import { readValues } from "../../../libs/identity/read-values.ts";
import type { ValueList } from "../../../libs/identity/value-row.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import type { FixtureConfig } from "../../../libs/jig/jig.ts";
import type { JigFile } from "../../../libs/jig/read-jig.ts";
import type { RecipeFile } from "../../../libs/recipe/read-recipe.ts";
import { type RecipeIdentity, SERIAL_FIELD } from "../../../libs/recipe/recipe-identity.ts";

/** What a recipe gives each board for itself, its list read and checked. */
export interface PreparedIdentity {
  readonly recipe: RecipeIdentity;
  /** What is imported into the pool before the lot, if the recipe says so. */
  readonly list: ValueList | undefined;
}

/** The recipe file, for messages. */
interface RecipePlace extends Pick<RecipeFile, "errorAt"> {
  readonly path: string;
}

/**
 * Reads and checks a recipe's `identity`; the journal is not looked at.
 * @throws InputError naming the list's line, or the recipe's field.
 */
export const prepareIdentity = async (
  { path, errorAt }: RecipePlace,
  recipe: RecipeIdentity,
  plan: FlashPlan,
): Promise<PreparedIdentity> => {
  refuseOverlap(errorAt, recipe, plan);
  const list = await listOf({ path, errorAt }, recipe);
  if (list !== undefined) checkValues(list, recipe);
  return { recipe, list };
};

const listOf = async (
  { path, errorAt }: RecipePlace,
  { values, range }: RecipeIdentity,
): Promise<ValueList | undefined> => {
  if (values !== undefined) {
    return readValues(values).catch((error: unknown) => {
      if (!(error instanceof InputError) || error.problem !== "does not exist.") throw error;
      const remedy = "Put it beside the recipe, or write its path as seen from there.";
      throw errorAt(["identity", "values"], `cannot be used: ${values}: does not exist.`, remedy);
    });
  }
  return range === undefined ? undefined : rangeValues(range, path);
};

/** A field's sector keeps what the board has in it: an image must not write the same one whole. */
const refuseOverlap = (
  errorAt: RecipeFile["errorAt"],
  { fields }: RecipeIdentity,
  plan: FlashPlan,
): void => {
  for (const { field, place } of fields) {
    if (place.kind !== "flash") continue;
    const [start, end] = [place.start, place.start + place.length];
    const inRegion = rangesOf(plan).some(
      (region) => region.start < sectorEnd(end) && region.end > sectorStart(start),
    );
    const overPatch = plan.patches.some(
      (patch) =>
        patch.kind === "bytes" && patch.start < end && patch.start + patch.bytes.length > start,
    );
    if (!inRegion && !overPatch) continue;
    throw errorAt(
      ["identity", "fields", field, "at"],
      "lies where the images write.",
      "Put it into a sector that no image covers.",
    );
  }
};

/** Every serial must fit where the recipe writes it. Throws `InputError`. */
export const checkSerials = (
  recipePath: string,
  { fields }: RecipeIdentity,
  serials: readonly string[],
): void => {
  const field = fields.find((it) => it.field === SERIAL_FIELD);
  if (field === undefined) return;
  for (const serial of serials) {
    const encoded = encodeField(field, serial);
    if (encoded.ok) continue;
    throw new InputError(
      { source: recipePath, field: `identity.fields.${SERIAL_FIELD}.length` },
      `is too small: ${serial} ${encoded.problem}.`,
      "Give the field more room, or the boards shorter serials.",
    );
  }
};

/**
 * With `auto` the next serial follows at once: a board still in its nest would be given its values,
 * too. A nest with a board-present input notices; a simulated one gets its next board by itself.
 * @throws InputError
 */
export const checkTrigger = ({ jig, nestError }: JigFile, fixture: FixtureConfig): void => {
  const isSeen = "virtual" in fixture || fixture.inputs?.present !== undefined;
  if (jig.trigger !== "auto" || isSeen) return;
  throw nestError(
    fixture.id,
    ["inputs", "present"],
    "is missing: with trigger `auto` a board left in its nest would be given the next board's identity.",
    "Wire a switch that tells whether a board is there, or use trigger `operator` or `switch`.",
  );
};
