import fc from "fast-check";
import { expect, test } from "vitest";
import { drawBlockLetters } from "../../../apps/dashboard/block-letters.ts";
import { FIGURE_SPACE, LOW_GLYPHS, TALL_GLYPHS } from "../../../apps/dashboard/glyphs.ts";
import { ASCII_SYMBOLS, UNICODE_SYMBOLS } from "../../../apps/dashboard/symbols.ts";
import { TILE_STATES } from "../../../libs/station/tile-state.ts";

const { blocks } = UNICODE_SYMBOLS;

test.each([
  [2, ["█▀█ ▄▀█ █▀ █▀", "█▀▀ █▀█ ▄█ ▄█"]],
  [3, ["█▀█ █▀█ █▀▀ █▀▀", "█▀▀ █▀█ ▀▀█ ▀▀█", "▀   ▀ ▀ ▀▀▀ ▀▀▀"]],
])("PASS in %d rows", (rows, drawn) => {
  expect(drawBlockLetters("PASS", { width: 40, rows }, blocks)).toEqual(drawn);
});

test("without half blocks letters are five rows high, or none", () => {
  const plain = ASCII_SYMBOLS.blocks;
  expect(drawBlockLetters("FAIL", { width: 40, rows: 5 }, plain)).toEqual([
    "######  ######  ##  ##    ",
    "##      ##  ##  ##  ##    ",
    "####    ######  ##  ##    ",
    "##      ##  ##  ##  ##    ",
    "##      ##  ##  ##  ######",
  ]);
  expect(drawBlockLetters("FAIL", { width: 40, rows: 3 }, plain)).toBeUndefined();
});

test.each([
  [TALL_GLYPHS, 5],
  [LOW_GLYPHS, 4],
])("every glyph is a block of pixels, no two the same", (glyphs, rows) => {
  for (const [character, glyph] of Object.entries(glyphs)) {
    const lines = glyph.split("/");
    expect([character, lines.length]).toEqual([character, rows]);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(glyph).toMatch(/^[#./]+$/);
  }
  const drawn = Object.entries(glyphs).filter(([character]) => /[A-Z]/.test(character));
  expect(new Set(drawn.map(([, glyph]) => glyph)).size).toBe(drawn.length);
});

test("every state but the empty one, every verdict and every percent can be said in large", () => {
  const words = TILE_STATES.filter((state) => state !== "EMPTY" && state !== "RUNNING");
  const percents = Array.from({ length: 101 }, (_, percent) =>
    `${percent}%`.padStart(3, FIGURE_SPACE),
  );
  for (const text of [...words, "ERROR", "ABORTED", ...percents]) {
    for (const rows of [2, 3, 5]) {
      expect(drawBlockLetters(text, { width: 100, rows }, blocks)).toHaveLength(rows);
    }
  }
});

test("large letters fit in their room, and no larger ones would", () => {
  const word = fc.constantFrom("PASS", "FAIL", "QUARANTINE", "✓ PASS", "57%");
  const room = fc.record({ width: fc.nat(200), rows: fc.nat(30) });
  fc.assert(
    fc.property(word, room, (text, room) => {
      const letters = drawBlockLetters(text, room, blocks);
      const smallest = drawBlockLetters(text, { width: 200, rows: 2 }, blocks);
      if (letters === undefined) {
        const needed = smallest?.[0]?.length ?? 0;
        expect(room.rows < 2 || room.width < needed).toBe(true);
        return;
      }
      expect(letters.length).toBeLessThanOrEqual(room.rows);
      for (const line of letters) expect(line.length).toBe(letters[0]?.length);
      expect(letters[0]?.length ?? 0).toBeLessThanOrEqual(room.width);
      const larger = drawBlockLetters(text, { width: room.width, rows: letters.length }, blocks);
      expect(larger).toEqual(letters);
    }),
  );
});
