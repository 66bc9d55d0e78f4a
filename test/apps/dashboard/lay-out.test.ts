import fc from "fast-check";
import { expect, test } from "vitest";
import { HEADER_ROWS, layOut } from "../../../apps/dashboard/lay-out.ts";

test.each([
  [80, 24, 8, [2, 4, 39, 4], 1, 3],
  [80, 24, 9, [2, 3, 39, 5], 2, 4],
  [160, 48, 32, [4, 8, 39, 5], 1, 3],
  [160, 48, 64, [4, 8, 39, 5], 2, 3],
  [160, 48, 8, [3, 3, 52, 10], 1, 13],
  [60, 20, 8, [1, 3, 60, 4], 3, 3],
  [80, 24, 1, [1, 1, 80, 13], 1, 6],
  [80, 24, 0, [1, 0, 80, 13], 1, 19],
])("%dx%d with %d fixtures", (columns, rows, fixtures, grid, pages, feedRows) => {
  const [tileColumns, tileRows, tileWidth, tileHeight] = grid;
  const layout = { tileColumns, tileRows, tileWidth, tileHeight, pages, feedRows };
  expect(layOut(columns, rows, fixtures)).toEqual(layout);
});

test.each([
  [39, 24],
  [80, 9],
])("%dx%d is too small", (columns, rows) => {
  expect(layOut(columns, rows, 8)).toBeNull();
});

test("every layout fits its terminal and has a place for every fixture", () => {
  const size = {
    columns: fc.integer({ min: 40, max: 400 }),
    rows: fc.integer({ min: 10, max: 120 }),
  };
  fc.assert(
    fc.property(fc.record({ ...size, fixtures: fc.nat(200) }), ({ columns, rows, fixtures }) => {
      const layout = layOut(columns, rows, fixtures);
      expect(layout).not.toBeNull();
      if (layout === null) return;
      const { tileColumns, tileRows, tileWidth, tileHeight, pages, feedRows } = layout;
      expect(HEADER_ROWS + tileRows * tileHeight + feedRows + 1).toBe(rows - 1);
      expect(feedRows).toBeGreaterThanOrEqual(1);
      expect(tileColumns * (tileWidth + 1) - 1).toBeLessThanOrEqual(columns);
      expect(tileWidth).toBeGreaterThanOrEqual(36);
      expect(tileHeight).toBeGreaterThanOrEqual(4);
      expect(tileColumns * tileRows * (pages - 1)).toBeLessThan(Math.max(fixtures, 1));
      expect(tileColumns * tileRows * pages).toBeGreaterThanOrEqual(fixtures);
    }),
  );
});
