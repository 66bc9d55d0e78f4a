import { expect, test } from "vitest";
import { numericSerials } from "../../../libs/lot/numeric-serials.ts";
import type { SerialRule } from "../../../libs/recipe/serial-rule.ts";

const digits: SerialRule = { pattern: "[0-9]{1,6}", check: "none" };
const luhn: SerialRule = { check: "luhn" };

test.each<[string, readonly string[] | "scan", readonly SerialRule[], readonly number[]]>([
  ["a list of names", ["SN1", "SN2"], [], []],
  ["a list of numbers, as far as they are in it", ["2", "03", "4", "9"], [digits], [2, 4]],
  ["scans of which nothing is known", "scan", [], [1, 2, 3, 4]],
  ["scans of numbers", "scan", [digits], [1, 2, 3, 4]],
  ["scans of something else", "scan", [{ pattern: "SN[0-9]{6}", check: "none" }], []],
  ["scans that no number of one digit passes", "scan", [luhn], []],
])("%s", (_, serials, rules, numbers) => {
  expect(numericSerials(serials, rules, 4)).toEqual(numbers);
});
