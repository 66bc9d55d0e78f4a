import { macForPeople } from "../bytes/mac.ts";
import { MAC_FIELD } from "../recipe/recipe-identity.ts";

/** A value shorter than this is not shown in part either, and may stand in several entries. */
export const SHORT_VALUE = 8;
const SHOWN = 4;

/** A value of a pool for people: a MAC whole, of anything else the last four characters at most. */
export const showValue = (field: string, value: string): string => {
  if (field === MAC_FIELD) return macForPeople(value);
  return value.length < SHORT_VALUE ? "..." : `...${value.slice(-SHOWN)}`;
};
