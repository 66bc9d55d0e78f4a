import type { Chip } from "../chips/chip.ts";
import type { CodeOrigin } from "./code-part.ts";
import { nameOrigin } from "./name-origin.ts";
import type { Refusal } from "./refusal.ts";

/** Why code of this origin would not run on the chip; undefined if it would. */
export const findMismatch = (origin: CodeOrigin, chip: Chip): Refusal | undefined => {
  const names = { chip: chip.marking, image: nameOrigin(origin) };
  if (origin.marker !== chip.image.marker) return { code: "wrong-chip", ...names };
  const expected = chip.image.codeKey;
  return origin.codeKey === expected
    ? undefined
    : { code: "wrong-code-key", ...names, expected, found: origin.codeKey };
};
