import { asChipName } from "../chips/as-chip-name.ts";
import { STRANGER_NAMES } from "../chips/stranger-chips.ts";
import { suggestWord } from "../input/suggest-word.ts";

/** In order of size: two that were swapped are a slip of the hand. */
const digitsOf = (word: string): string => [...word.replace(/\D/g, "")].sort().join("");

/**
 * A remedy for a word that names none of the chips in `words`. A name of other digits is another chip's, and
 * not proposed; a relative that is known by name is said to be one.
 */
export const suggestChip = (typed: unknown, words: readonly string[]): string => {
  const digits = typeof typed === "string" ? digitsOf(typed) : "";
  const likely = words.filter((word) => digits !== "" && digitsOf(word) === digits);
  const isStranger = STRANGER_NAMES.some((name) => name === asChipName(typed));
  const known = suggestWord(typed, words, likely);
  return isStranger ? `That chip is not supported in this version. ${known}` : known;
};
