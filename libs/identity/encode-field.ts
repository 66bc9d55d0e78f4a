import { toHex } from "../bytes/hex.ts";
import type { RecipeField } from "../recipe/recipe-identity.ts";

/** A value as the bytes of its field, or why it does not fit there: a phrase that follows the field's name. */
export type EncodedField =
  | { readonly ok: true; readonly hex: string }
  | { readonly ok: false; readonly problem: string };

/** A value as it stands in the flash: lower-case hex of all the bytes its field takes up. */
export const encodeField = ({ place }: RecipeField, value: string): EncodedField => {
  // A MAC was checked, and written as 12 digits, when it was read.
  if (place.kind === "calibration") return { ok: true, hex: value };
  const { length, as } = place;
  if (as === "hex") {
    if (!/^(?:[0-9a-f]{2})*$/i.test(value)) return refuse("is not hex: two digits for each byte");
    return value.length === length * 2
      ? { ok: true, hex: value.toLowerCase() }
      : refuse(`has ${value.length / 2} bytes, and its place has ${length}`);
  }
  const bytes = new TextEncoder().encode(value);
  if (bytes.length > length)
    return refuse(`has ${bytes.length} bytes, and its place has ${length}`);
  const filled = new Uint8Array(length);
  filled.set(bytes);
  return { ok: true, hex: toHex(filled) };
};

const refuse = (problem: string): EncodedField => ({ ok: false, problem });
