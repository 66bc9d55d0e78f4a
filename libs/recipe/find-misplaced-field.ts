import type { Chip } from "../chips/chip.ts";
import { placesOf } from "../chips/flash-layout.ts";
import type { RecipeField } from "./recipe-identity.ts";

/** A field that may not lie where it is put; `problem` follows its name, remedy included. */
export interface MisplacedField {
  readonly field: string;
  readonly problem: string;
}

interface Placed {
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

const hex = (address: number): string => `0x${address.toString(16)}`;

/** The first field that lies outside a chip's writable flash, where code goes, in its calibration, or over another field. */
export const findMisplacedField = (
  fields: readonly RecipeField[],
  chip: Pick<Chip, "marking" | "appStart" | "flashSizes" | "calibration" | "layouts">,
): MisplacedField | undefined => {
  const end = Math.max(...chip.flashSizes);
  const appEnd = Math.max(...placesOf(chip.layouts, "app").map((app) => app.end));
  const placed = fields.flatMap(({ field, place }): Placed[] =>
    place.kind === "flash" ? [{ field, start: place.start, end: place.start + place.length }] : [],
  );
  for (const [index, one] of placed.entries()) {
    const { field } = one;
    if (one.start < chip.appStart) {
      const problem = `lies below ${hex(chip.appStart)}, in the bootloader of a ${chip.marking}. Put it higher.`;
      return { field, problem };
    }
    if (one.start < appEnd) {
      const problem = `lies below ${hex(appEnd)}, in the app's partition of a ${chip.marking}, where code goes. Put it higher.`;
      return { field, problem };
    }
    if (one.end > end) {
      const problem = `lies behind the end of the flash of a ${chip.marking}, ${hex(end)}. Put it lower.`;
      return { field, problem };
    }
    if (chip.calibration.some((range) => overlap(one, range))) {
      const problem = "lies in the calibration, which takes the MAC alone. Put it elsewhere.";
      return { field, problem };
    }
    const other = placed.slice(0, index).find((earlier) => overlap(one, earlier));
    if (other === undefined) continue;
    return { field, problem: `lies over the field ${other.field}. Move one of the two.` };
  }
  return undefined;
};

const overlap = (
  left: { readonly start: number; readonly end: number },
  right: { readonly start: number; readonly end: number },
): boolean => left.start < right.end && right.start < left.end;
