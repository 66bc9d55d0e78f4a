import type { IdentityEntry } from "../journal/identity-entry.ts";
import { type RecipeIdentity, SERIAL_FIELD } from "../recipe/recipe-identity.ts";
import type { BoardField, BoardIdentity } from "../run/board-identity.ts";
import { encodeField } from "./encode-field.ts";

/** What a board is given, or why it cannot be: a sentence. */
export type GivenIdentity =
  | { readonly ok: true; readonly identity: BoardIdentity }
  | { readonly ok: false; readonly why: string };

/** The values of an entry and the serial as the bytes of a recipe's fields. */
export const boardIdentityOf = (
  {
    entry,
    pool,
    tiedTo,
    values,
    origin,
  }: Pick<IdentityEntry, "entry" | "pool" | "tiedTo" | "values" | "origin">,
  serial: string,
  { fields: wanted }: RecipeIdentity,
): GivenIdentity => {
  const fields: BoardField[] = [];
  for (const recipeField of wanted) {
    const { field, place, secret } = recipeField;
    const value = field === SERIAL_FIELD ? serial : values[field];
    if (value === undefined) return refuse(`Pool ${pool ?? ""} has no ${field} (${origin}).`);
    const encoded = encodeField(recipeField, value);
    if (!encoded.ok) return refuse(`The ${field} of ${origin} ${encoded.problem}.`);
    const { hex } = encoded;
    fields.push(
      place.kind === "calibration"
        ? { field, place, value: hex, secret }
        : { field, place: { kind: "flash", start: place.start }, value: hex, secret },
    );
  }
  return { ok: true, identity: { entry, pool, tiedTo, fields } };
};

const refuse = (why: string): GivenIdentity => ({ ok: false, why });
