import { nearestWord } from "./nearest-word.ts";

/** A remedy for a word that is not on a list: the nearest one of those that are likely, and the list. */
export const suggestWord = (
  typed: unknown,
  words: readonly string[],
  likely: readonly string[] = words,
): string => {
  const near = typeof typed === "string" ? nearestWord(typed, likely) : undefined;
  const list = `Known here: ${words.join(", ")}.`;
  return near === undefined ? list : `Did you mean "${near}"? ${list}`;
};
