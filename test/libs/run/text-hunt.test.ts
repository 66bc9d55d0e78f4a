import fc from "fast-check";
import { expect, test } from "vitest";
import { TextHunt } from "../../../libs/run/text-hunt.ts";

const hunt = (texts: readonly string[], pieces: readonly string[]): readonly string[] => {
  const hunter = new TextHunt(texts);
  return pieces.flatMap((piece) => hunter.push(piece));
};

test.each([
  ["in one piece", ["ab"], ["xabx"], ["ab"]],
  ["cut in two", ["ab"], ["xa", "bx"], ["ab"]],
  ["cut in three", ["abc"], ["a", "b", "c"], ["abc"]],
  ["one letter", ["a"], ["x", "a"], ["a"]],
  ["once, not again with its end", ["ab"], ["ab", "x"], ["ab"]],
  ["again when it comes again", ["ab"], ["ab", "ab"], ["ab", "ab"]],
  ["in the order of their ends", ["long one", "on"], ["long one"], ["on", "long one"]],
  ["of two at once the one listed first", ["b", "ab"], ["ab"], ["b", "ab"]],
  ["nothing else", ["ab"], ["a b", "ba"], []],
])("finds a text %s", (_name, texts, pieces, found) => {
  expect(hunt(texts, pieces)).toEqual(found);
});

test("what comes after a new start is no end of what came before", () => {
  const hunter = new TextHunt(["ab"]);
  hunter.push("a");
  hunter.startOver();
  expect(hunter.push("b")).toEqual([]);
});

const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 30 });

test("finds in any pieces whatever is in the whole", () => {
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 5 }),
  );
  fc.assert(
    fc.property(texts, fc.array(letters), (wanted, pieces) => {
      const found = new Set(hunt(wanted, pieces));
      for (const text of wanted) expect(found.has(text)).toBe(pieces.join("").includes(text));
    }),
  );
});
