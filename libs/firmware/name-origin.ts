import type { Chip, ChipName } from "../chips/chip.ts";
import { CHIPS, markingsOf } from "../chips/chips.ts";
import type { CodeOrigin } from "./code-part.ts";

/** Whether code of this origin would run on a chip. */
const runsOn = (origin: CodeOrigin, chip: Chip): boolean =>
  origin.marker === chip.image.marker && origin.codeKey === chip.image.codeKey;

/** Every chip that code of this origin runs on; none if it is for no chip known here. */
export const chipsOf = (origin: CodeOrigin): readonly ChipName[] =>
  Object.values(CHIPS)
    .filter((chip) => runsOn(origin, chip))
    .map(({ name }) => name);

/** The chip, or chips, code of this origin is for. */
export const nameOrigin = (origin: CodeOrigin): string => {
  const chips = chipsOf(origin);
  if (chips.length > 0) return markingsOf(chips);
  return `a chip marked ${origin.marker?.replaceAll("\0", "") ?? "otherwise"}`;
};
