import type { Chip, ChipName } from "../chips/chip.ts";
import { CHIPS, markingsOf } from "../chips/chips.ts";
import type { Checklist } from "./checklist.ts";
import type { CodeOrigin } from "./code-part.ts";
import { findMismatch } from "./find-mismatch.ts";
import { chipsOf, nameOrigin } from "./name-origin.ts";

/** Whom an app is judged for. */
export interface OriginQuestion {
  readonly origin: CodeOrigin;
  /** The recipe's chip, if there is a recipe. */
  readonly wanted: Chip | undefined;
  /** The chips the file can be for by what else it says, if it says anything. */
  readonly among?: readonly ChipName[] | undefined;
}

/** The chips an app runs on. Fails the check `chip` if the wanted one is not among them, or if there are none. */
export const judgeOrigin = (
  { origin, wanted, among }: OriginQuestion,
  list: Checklist,
): readonly ChipName[] => {
  const chips = chipsOf(origin).filter((name) => among?.includes(name) !== false);
  const mismatch =
    wanted === undefined ? findStranger(origin, chips) : findMismatch(origin, wanted);
  if (mismatch !== undefined) list.fail("chip", mismatch);
  else
    list.pass("chip", `is for ${markingsOf(chips)}, by the marker and the scrambling of its app.`);
  return chips;
};

const findStranger = (origin: CodeOrigin, chips: readonly ChipName[]) =>
  chips.length > 0 ? undefined : ({ code: "unknown-chip", image: nameOrigin(origin) } as const);

/** The chip whose layout the rest is checked for: the recipe's, else the likeliest. */
export const layoutChip = (
  wanted: Chip | undefined,
  chips: readonly ChipName[],
): Chip | undefined => {
  const [first] = chips;
  return wanted ?? (first && CHIPS[first]);
};
