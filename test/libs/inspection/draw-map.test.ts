import { expect, test } from "vitest";
import { drawMap } from "../../../libs/inspection/draw-map.ts";
import { MAP_SIGNS, type SectorUse } from "../../../libs/inspection/map-sign.ts";
import type { PageRow } from "../../../libs/inspection/page-row.ts";

const textOf = (rows: readonly PageRow[]): string[] =>
  rows.map((row) => row.map(({ text }) => text).join(""));

const USES: readonly SectorUse[] = [
  ...new Array<SectorUse>(17).fill("bootloader-kept"),
  ...new Array<SectorUse>(60).fill("written"),
  "erased",
  ...new Array<SectorUse>(50).fill("kept"),
];

test("a sign for each sector, 64 a row, then what the signs mean", () => {
  expect(textOf(drawMap(USES, "plain"))).toEqual([
    `  0x000000  ${"b".repeat(17)}${"#".repeat(47)}`,
    `  0x040000  ${"#".repeat(13)}-${".".repeat(50)}`,
    "  # written  - erased  b bootloader, kept  . kept as it is",
  ]);
  expect(textOf(drawMap(USES, "drawn"))[1]).toBe(`  0x040000  ${"█".repeat(13)}░${"·".repeat(50)}`);
});

test.each([40, 43, 44, 60, 76, 80, 200])(
  "no row is wider than a terminal of %d columns",
  (columns) => {
    const rows = textOf(drawMap(USES, "plain", columns));
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(columns);
    const signs = rows.flatMap((row) => /^ {2}0x\w+ {2}(.+)$/.exec(row)?.[1] ?? []).join("");
    expect(signs).toBe(`${"b".repeat(17)}${"#".repeat(60)}-${".".repeat(50)}`);
  },
);

test("neighbours that look alike are one piece, whatever they are", () => {
  const [first] = drawMap(USES, "plain");
  expect(first?.map(({ tone }) => tone)).toEqual(["dim", "dim", "running"]);
});

test.each(["plain", "drawn"] as const)("all signs are apart and fit 80 columns: %s", (style) => {
  const all = Object.keys(MAP_SIGNS) as SectorUse[];
  for (const line of textOf(drawMap(all, style))) expect(line.length).toBeLessThanOrEqual(80);
  // What is kept of a plan and what is blank in a dump never meet in one map.
  const signs = all.filter((use) => use !== "kept").map((use) => MAP_SIGNS[use][style]);
  expect(new Set(signs).size).toBe(signs.length);
});
