import fc from "fast-check";
import { expect, test } from "vitest";
import { countCells } from "../../../apps/dashboard/cells.ts";
import { fitParts, type Part } from "../../../apps/dashboard/fit-parts.ts";

const textOf = (start: readonly Part[], end: readonly Part[], width: number): string =>
  fitParts({ start, end }, width, "plain")
    .map(({ text }) => text)
    .join("");

const recipe: Part = { forms: ["smart-plug", "smart~"], weight: 60 };
const operator: Part = { forms: ["Eva Maria", "Eva~", ""], weight: 40 };
const clock: Part = { forms: ["08:00:20", "08:00"], weight: 70 };

test.each([
  [36, " smart-plug  Eva Maria     08:00:20 "],
  [28, " smart-plug  Eva~  08:00:20 "],
  [22, " smart-plug  08:00:20 "],
  [18, " smart~  08:00:20 "],
  [15, " smart~  08:00 "],
  [10, " smart~  ~"],
])("in %d cells", (width, drawn) => {
  expect(textOf([recipe, operator], [clock], width)).toBe(drawn);
});

test("what was left out for a part that was shortened later comes back", () => {
  const light: Part = { forms: ["a-long-word", "word", ""], weight: 1 };
  const heavy: Part = { forms: ["a-very-very-long-word", "word"], weight: 2 };
  expect(textOf([light, heavy], [], 14)).toBe(" word  word   ");
});

test("a row is exactly as wide as asked, and keeps its heaviest part while it fits", () => {
  const part = fc.record({
    forms: fc.array(fc.stringMatching(/^[a-z]{0,12}$/), { minLength: 1, maxLength: 3 }),
    weight: fc.nat(50),
  });
  const heaviest: Part = { forms: ["HEAVY"], weight: 99 };
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 4 }),
      fc.array(part, { maxLength: 3 }),
      fc.integer({ min: 8, max: 80 }),
      (start, end, width) => {
        const row = textOf([heaviest, ...start], end, width);
        expect(countCells(row)).toBe(width);
        expect(row).toContain("HEAVY");
      },
    ),
  );
});
