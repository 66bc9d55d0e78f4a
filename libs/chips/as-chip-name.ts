import type { ChipName } from "./chip.ts";
import { CHIPS } from "./chips.ts";
import { STRANGER_NAMES } from "./stranger-chips.ts";

const NAMES: ReadonlyMap<string, ChipName> = new Map(
  Object.values(CHIPS).flatMap(({ name, aliases }) =>
    [name, ...aliases].map((word) => [word, name] as const),
  ),
);

/**
 * A chip's own name for what a person calls it: in any case, by its package or by the name it is
 * sold under (`BK7231QN40`, `T34`). Anything else is returned as it is.
 */
export const asChipName = (word: unknown): unknown => {
  if (typeof word !== "string") return word;
  const lower = word.trim().toLowerCase();
  return NAMES.get(lower) ?? (STRANGER_NAMES.includes(lower) ? lower : word);
};
