import xterm from "@xterm/headless";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countCells, drawable, fitCells, wrapCells } from "../../../apps/dashboard/cells.ts";

test.each([
  ["SN0001", "SN0001"],
  ["tab\tand\u001b[2J", "tab\\x09and\\x1b[2J"],
  ["Zoe\u0308", "Zoë"],
  ["q\u0300\u0301\u0302", "q???"],
  ["操作员 🔥", "操作员 ?"],
])("%j is drawn as %j", (text, drawn) => {
  expect(drawable(text)).toBe(drawn);
});

test.each([
  ["SN0001", 8, "SN0001  "],
  ["SN0001", 6, "SN0001"],
  ["SN0001", 4, "SN0~"],
  ["操作员", 5, "操作~"],
  ["操作员", 4, "操~ "],
  ["SN0001", 0, ""],
])("%j in %d cells is %j", (text, width, fitted) => {
  expect(fitCells(text, width)).toBe(fitted);
});

test.each([
  ["one two three", 8, ["one two", "  three"]],
  ["one two", 7, ["one two"]],
  ["abcdefghij", 4, ["abcd", "  ef", "  gh", "  ij"]],
  ["abcd", 2, ["ab"]],
])("%j in lines of %d cells", (text, width, lines) => {
  expect(wrapCells(text, width)).toEqual(lines);
});

test("a terminal's cursor ends up where the cells were counted", async () => {
  const terminal = new xterm.Terminal({ cols: 400, rows: 2, allowProposedApi: true });
  // Scripts a serial, a name or a file could be in; old terminals know no others.
  const ranges = [
    ...[
      [0x20, 0x24f],
      [0x300, 0x36f],
      [0x370, 0x3ff],
      [0x400, 0x4ff],
      [0x5d0, 0x5ea],
      [0x620, 0x65f],
    ],
    ...[
      [0x2010, 0x2027],
      [0x3000, 0x30ff],
      [0x4e00, 0x9fa5],
      [0xac00, 0xd7a3],
      [0xff01, 0xff9f],
    ],
  ];
  const character = fc
    .constantFrom(...ranges)
    .chain(([min = 0, max = 0]) => fc.integer({ min, max }))
    .map((code) => String.fromCodePoint(code));
  const text = fc.array(character, { maxLength: 20 }).map((characters) => characters.join(""));
  await fc.assert(
    fc.asyncProperty(text, async (outside) => {
      const drawn = drawable(outside);
      await new Promise<void>((done) => terminal.write(`\r\u001b[2K${drawn}`, done));
      expect(terminal.buffer.active.cursorX).toBe(countCells(drawn));
    }),
  );
});

test("fitted text is exactly as wide as asked, wrapped text never wider", () => {
  const text = fc.string({ unit: "grapheme" }).map(drawable);
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 60 }), (outside, width) => {
      expect(countCells(fitCells(outside, width))).toBe(width);
      for (const line of wrapCells(outside, width)) {
        expect(countCells(line)).toBeLessThanOrEqual(Math.max(width, 2));
      }
    }),
  );
});
