import { z } from "zod";
import { asChipName } from "../chips/as-chip-name.ts";
import { CHIP_NAMES, CHIPS } from "../chips/chips.ts";
import { STRANGER_NAMES } from "../chips/stranger-chips.ts";
import { notYet } from "../input/not-yet.ts";
import { suggestChip } from "./suggest-chip.ts";

/** Every word a recipe may name a chip by: its own name, and those it is sold under. Case does not matter. */
export const CHIP_WORDS: readonly string[] = Object.values(CHIPS).flatMap(({ name, aliases }) => [
  name,
  ...aliases.map((alias) => alias.toUpperCase()),
]);

const inAnyCase = (word: string): string =>
  word.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);

/** A recipe's `chip`, under any of its names, as its own name. */
export const chipSchema = z
  .preprocess(
    asChipName,
    notYet(
      Object.fromEntries(STRANGER_NAMES.map((name) => [name, `Chips: ${CHIP_NAMES.join(", ")}.`])),
    ).pipe(z.enum(CHIP_NAMES, { error: ({ input }) => suggestChip(input, CHIP_WORDS) })),
  )
  .meta({
    description: "The boards' chip. Any other is refused before its first erase.",
    anyOf: [
      { enum: CHIP_WORDS },
      { type: "string", pattern: `^\\s*(${CHIP_WORDS.map(inAnyCase).join("|")})\\s*$` },
    ],
  });
