import fc from "fast-check";
import { expect, test } from "vitest";
import { HEADER_ROWS, layOut, TILE_ROWS } from "../../../apps/dashboard/lay-out.ts";

test.each([
  [80, 24, 8, { tileColumns: 2, tileRows: 4, tileWidth: 39, pages: 1, feedRows: 3 }],
  [80, 24, 9, { tileColumns: 2, tileRows: 4, tileWidth: 39, pages: 2, feedRows: 3 }],
  [160, 48, 32, { tileColumns: 4, tileRows: 8, tileWidth: 39, pages: 1, feedRows: 11 }],
  [60, 20, 8, { tileColumns: 1, tileRows: 3, tileWidth: 60, pages: 3, feedRows: 3 }],
  [80, 24, 1, { tileColumns: 1, tileRows: 1, tileWidth: 60, pages: 1, feedRows: 15 }],
  [80, 24, 0, { tileColumns: 1, tileRows: 0, tileWidth: 60, pages: 1, feedRows: 19 }],
  [39, 24, 8, null],
  [80, 9, 8, null],
])("%dx%d with %d fixtures", (columns, rows, fixtures, layout) => {
  expect(layOut(columns, rows, fixtures)).toEqual(layout);
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
      const { tileColumns, tileRows, tileWidth, pages, feedRows } = layout;
      expect(HEADER_ROWS + tileRows * TILE_ROWS + feedRows + 1).toBe(rows - 1);
      expect(feedRows).toBeGreaterThanOrEqual(1);
      expect(tileColumns * (tileWidth + 1) - 1).toBeLessThanOrEqual(columns);
      expect(tileWidth).toBeGreaterThanOrEqual(36);
      expect(tileColumns * tileRows * pages).toBeGreaterThanOrEqual(fixtures);
    }),
  );
});
