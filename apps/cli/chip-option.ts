import { InvalidArgumentError, Option } from "commander";
import { asChipName } from "../../libs/chips/as-chip-name.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIP_NAMES } from "../../libs/chips/chips.ts";
import { suggestChip } from "../../libs/recipe/suggest-chip.ts";

/** `--chip <name>`, by any of the chips' names. */
export const chipOption = (description: string): Option =>
  new Option("--chip <name>", description).argParser(chipName);

const chipName = (text: string): ChipName => {
  const name = CHIP_NAMES.find((known) => known === asChipName(text));
  if (name !== undefined) return name;
  throw new InvalidArgumentError(suggestChip(text, CHIP_NAMES));
};
