import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestWord } from "../../../libs/input/nearest-word.ts";

const WORDS = ["flashPort", "logPort", "power", "reset", "id"];

test.each([
  ["flashport", "flashPort"],
  ["flash_port", "flashPort"],
  ["pwoer", "power"],
  ["logPrt", "logPort"],
  ["rset", "reset"],
  ["di", "id"],
  ["temperature", undefined],
  ["", undefined],
])("%s means %s", (typed, meant) => {
  expect(nearestWord(typed, WORDS)).toBe(meant);
});

test("a word with one slip is found again", () => {
  const words = ["pinctrl", "retries", "bootloader", "linkAttempts"];
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.nat({ max: 6 }), (word, at) => {
      expect(nearestWord(word.slice(0, at) + word.slice(at + 1), words)).toBe(word);
    }),
  );
});
