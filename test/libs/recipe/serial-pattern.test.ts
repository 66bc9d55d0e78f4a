import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSerialPattern } from "../../../libs/recipe/parse-serial-pattern.ts";
import { matchesSerial } from "../../../libs/recipe/serial-pattern.ts";

const matches = (source: string, text: string): boolean => {
  const read = parseSerialPattern(source);
  if (!read.ok) throw new Error(`${source} ${read.problem}`);
  return matchesSerial(read.pattern, text);
};

test.each<[string, string[], string[]]>([
  ["SN[0-9]{6}", ["SN000123"], ["SN00123", "SN0001234", "sn000123", "xSN000123", ""]],
  ["^SN\\d{6}$", ["SN000123"], ["SN000123 "]],
  ["(A|BB)-?[^0-9]+", ["A-x", "BBxy", "A--"], ["A", "AB1", "BB-7"]],
  ["[A-Z]{2,3}\\.[-_a-f]*", ["AB.", "ABC.-_f"], ["A.", "ABCD.", "ABxa"]],
  ["(?:[0-9A-F]{2}:){2}.", ["0A:FF:x"], ["0A:FF:", "0a:FF:x"]],
  ["A{3,}|", ["AAA", "AAAAAA", ""], ["AA"]],
])("%s", (pattern, good, bad) => {
  for (const text of good) expect([text, matches(pattern, text)]).toEqual([text, true]);
  for (const text of bad) expect([text, matches(pattern, text)]).toEqual([text, false]);
});

test.each([
  ["SN[0-9", "has a [ without a ]."],
  ["SN[]", "has an empty []."],
  ["(SN", "has a ( without a )."],
  ["SN)", "has a ) without a (."],
  ["*", "has a * where it means nothing. Write \\* for the character."],
  ["SN ", "has a   where it means nothing."],
  ["a**", "repeats what is repeated already."],
  ["a{65}", "has a { that is not {n}, {n,} or {n,m} with numbers up to 64."],
  ["a{3,2}", "has a { that is not {n}, {n,} or {n,m} with numbers up to 64."],
  ["a{3", "has a { that is not {n}, {n,} or {n,m} with numbers up to 64."],
  ["[9-0]", "has 9-0, which is no range."],
  ["\\b", "has \\b, which means nothing here."],
  ["(((((a)))))", "has groups in groups too deep."],
])("%s %s", (source, problem) => {
  expect(parseSerialPattern(source)).toEqual({ ok: false, problem });
});

const atom = fc.constantFrom("a", "b", "[ab]", "[^a]", "[a-c]", ".", "\\d", "\\w", "\\.", "1");
const times = fc.constantFrom("", "", "?", "*", "+", "{2}", "{1,}", "{0,3}");
/** Patterns with groups in groups, `maxDepth` of them. */
const patternOf = (maxDepth: number) =>
  fc.letrec<{ readonly whole: string; readonly part: string }>((tie) => ({
    whole: fc
      .array(
        fc.tuple(tie("part"), times).map((both) => both.join("")),
        { maxLength: 3 },
      )
      .map((parts) => parts.join("")),
    part: fc.oneof(
      { maxDepth, withCrossShrink: true },
      atom,
      fc.tuple(tie("whole"), tie("whole")).map(([left, right]) => `(${left}|${right})`),
    ),
  })).whole;

// The deeper the pattern, the shorter the text: in larger ones the language's own matcher gets lost for minutes.
test.each([
  ["long texts", 1, 8],
  ["groups in groups", 2, 4],
] as const)(
  "means what a regular expression of the language means, of the whole text: %s",
  (_, maxDepth, maxLength) => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "1", "."), maxLength });
    fc.assert(
      fc.property(patternOf(maxDepth), text, (source, given) => {
        const known = new RegExp(`^(?:${source})$`, "u").test(given);
        if (matches(source, given) !== known) throw new Error(`${source} of "${given}": ${!known}`);
      }),
      { numRuns: 1000 },
    );
  },
);

test("no text makes the reader throw", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(..."()[]{}|?*+\\^$-,19a") }),
  );
  fc.assert(fc.property(text, (source) => void parseSerialPattern(source)));
});

test.each(["(((a|a)*)*)*b", "((((a?){64}){64}){64}){64}b", "a*a*a*a*a*a*a*a*a*a*a*a*b"])(
  "%s, over which a regular expression broods for hours, is refused at once",
  (source) => {
    expect(matches(source, "a".repeat(64))).toBe(false);
  },
);
