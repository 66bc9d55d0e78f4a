import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "../../../libs/failure/printable.ts";
import { anyCharacter } from "../../support/any-character.ts";

test.each([
  ["\x1b[2J", "\\x1b[2J"],
  ["a\r\nb\tc", "a\\x0d\\x0ab\\x09c"],
  ["\x00\x7f\x9b", "\\x00\\x7f\\x9b"],
  ["left\u202eright", "left\\u202eright"],
  ["a\u200bb\ufeff", "a\\u200bb\\ufeff"],
  ["hidden\u{e0041}", "hidden\\u{e0041}"],
  ["\ud800alone", "\\ud800alone"],
  ["\u2028", "\\u2028"],
  ["\u3164", "\\u3164"],
  ["Zähler 模块 ✓ C:\\n", "Zähler 模块 ✓ C:\\n"],
])("%j is shown as %j", (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each([
  ["abcdef", 6, "abcdef"],
  ["abcdef", 5, "abcd…"],
  ["ab\x1bcd", 5, "ab…"],
  ["\x1b\x1b", 4, "…"],
  ["abc", 0, ""],
])("%j in %i characters is %j", (text, max, shown) => {
  expect(printable(text, max)).toBe(shown);
});

const anyText = fc.string({ unit: anyCharacter });

test("nothing that moves, colours, reorders or hides text comes through", () => {
  fc.assert(
    fc.property(anyText, fc.nat(40), (text, max) => {
      const shown = printable(text, max);
      expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      expect(shown.length).toBeLessThanOrEqual(max);
    }),
  );
});

test("plain text stays, and so does text already escaped", () => {
  fc.assert(fc.property(fc.string(), (text) => printable(text) === text));
  fc.assert(fc.property(anyText, (text) => printable(printable(text)) === printable(text)));
});
