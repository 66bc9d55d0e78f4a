import { expect, test } from "vitest";
import { asChipName } from "../../../libs/chips/as-chip-name.ts";
import { CHIP_NAMES, CHIPS } from "../../../libs/chips/chips.ts";

test.each([
  ["BK7231", "bk7231q"],
  ["BK7231QN40", "bk7231q"],
  ["bl2028n", "bk7231n"],
  ["T34", "bk7231n"],
  ["t1", "bk7238"],
  ["T4", "bk7252n"],
  [" BK7231T ", "bk7231t"],
  ["BK7258", "bk7258"],
])("%s is %s", (word, name) => {
  expect(asChipName(word)).toBe(name);
});

test.each(["bk7231x", "", 7231, null, undefined, ["bk7231n"]])("%j is left as it is", (word) => {
  expect(asChipName(word)).toBe(word);
});

test("no name or alias means two chips", () => {
  const words = Object.values(CHIPS).flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(words).size).toBe(words.length);
  for (const name of CHIP_NAMES) expect(asChipName(CHIPS[name].marking)).toBe(name);
});
