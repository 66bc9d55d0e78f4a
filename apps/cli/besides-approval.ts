import { basename } from "node:path";
import type { PreparedIdentity } from "../coordinator/prepare/prepare-identity.ts";

/**
 * What an approval does not speak for, as the rest of a sentence about it; empty where there is none. A
 * list of values grows with every delivery, and is checked value by value: what is approved is the
 * firmware, and what the recipe does with it.
 */
export const besidesApproval = (identity: PreparedIdentity | undefined): string => {
  const values = identity?.recipe.values;
  return values === undefined ? "" : `; the values in ${basename(values)} are no part of that`;
};
