import { expect, test } from "vitest";
import { shareWords } from "../../../libs/figures/share-words.ts";

test.each<[number | null, string]>([
  [null, "-"],
  [0, "0.0 %"],
  [1 / 50_000, "0.1 %"],
  [0.9789, "97.9 %"],
  [0.9994, "99.9 %"],
  // Not all of them.
  [49_999 / 50_000, "99.9 %"],
  [1, "100.0 %"],
])("%s is %s", (share, words) => {
  expect(shareWords(share)).toBe(words);
});
