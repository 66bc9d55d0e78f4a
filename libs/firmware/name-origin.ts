import type { Chip } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import type { CodeOrigin } from "./code-part.ts";

/** Chips this version does not flash, so that a refusal can name them (firmware-formats.md 2.1). */
const OTHERS: readonly { readonly origin: CodeOrigin; readonly name: string }[] = [
  { origin: { marker: "BK7231\0\0", codeKey: "none" }, name: "BK7231M" },
  { origin: { marker: "BK7238\0\0", codeKey: "none" }, name: "BK7238 or BK7252N" },
  { origin: { marker: undefined, codeKey: "none" }, name: "BK7231U, BK7231Q or BK7252" },
];

/** Whether code of this origin would run on a chip. */
export const runsOn = (origin: CodeOrigin, chip: Chip): boolean =>
  origin.marker === chip.image.marker && origin.codeKey === chip.image.codeKey;

/** The chip, or chips, code of this origin is for. */
export const nameOrigin = (origin: CodeOrigin): string => {
  const known = Object.values(CHIPS).filter((chip) => runsOn(origin, chip));
  if (known.length > 0) return known.map(({ marking }) => marking).join(" or ");
  const other = OTHERS.find(
    ({ origin: { marker, codeKey } }) => marker === origin.marker && codeKey === origin.codeKey,
  );
  return other?.name ?? `a chip marked ${origin.marker?.replaceAll("\0", "") ?? "otherwise"}`;
};
