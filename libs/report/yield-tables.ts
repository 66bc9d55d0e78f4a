import { printable } from "../failure/printable.ts";
import type { Figures } from "../figures/figures.ts";
import type { Dimension, Group } from "../figures/groups.ts";
import type { Yields } from "../figures/yields.ts";
import { type BarStyle, drawBar } from "./draw-bar.ts";
import { FIRST_ROWS, LAST_ROWS, numberTable, type ShownRows } from "./number-table.ts";
import { percentWords } from "./words.ts";

const BAR_WIDTH = 10;

/** The groups that people see, in the order they are shown; of shifts and lots the latest count most. */
export const YIELD_TABLES: readonly (readonly [Dimension, title: string, shown: ShownRows])[] = [
  ["lot", "LOT", LAST_ROWS],
  ["recipe", "RECIPE", FIRST_ROWS],
  ["fixture", "FIXTURE", FIRST_ROWS],
  ["operator", "OPERATOR", FIRST_ROWS],
  ["shiftOfDay", "SHIFTS FROM", FIRST_ROWS],
  ["shift", "SHIFT", LAST_ROWS],
];

/**
 * Yields by lot, recipe, fixture, operator and shift, each where there are several; then over time. Bars
 * show the boards that did not pass at first, the longest of a table the most.
 */
export const yieldTables = (
  { by, overTime }: Pick<Figures, "by" | "overTime">,
  style: BarStyle,
): readonly string[] => [
  ...YIELD_TABLES.filter(([dimension]) => by[dimension].length > 1).map(
    ([dimension, title, shown]) => yieldTable(title, by[dimension].map(nameGroup), shown, style),
  ),
  ...(overTime.points.length < 2
    ? []
    : [
        yieldTable(
          overTime.every.toUpperCase(),
          overTime.points.map((point) => ({
            name: pointName(point.from, overTime.every),
            ...point,
          })),
          LAST_ROWS,
          style,
        ),
      ]),
];

interface Named extends Yields {
  readonly name: string;
}

const nameGroup = (group: Group): Named => ({ ...group, name: groupName(group) });

/** What a group shares. Safe to print. */
export const groupName = ({ key }: Group): string => (key === null ? "(none)" : printable(key));

/** An hour as it is told; of a day or a week, whose first one it is, the day alone. */
export const pointName = (from: string, every: Figures["overTime"]["every"]): string =>
  every === "hour" ? from : from.slice(0, "2026-03-01".length);

const yieldTable = (
  title: string,
  rows: readonly Named[],
  shown: ShownRows,
  style: BarStyle,
): string => {
  const most = rows.reduce((greatest, row) => Math.max(greatest, lostShare(row)), 0);
  return numberTable(
    [title, "BOARDS", "FAIL", "ERROR", "YIELD", "FIRST PASS", "FINAL", "NOT AT FIRST"],
    rows.map((row) => [
      row.name,
      String(row.boards),
      String(row.fail),
      String(row.error),
      percentWords(row.yield),
      percentWords(row.firstPassYield),
      percentWords(row.finalYield),
      drawBar(most === 0 ? 0 : lostShare(row) / most, BAR_WIDTH, style),
    ]),
    [1, 2, 3, 4, 5, 6],
    shown,
  );
};

const lostShare = ({ firstPassYield }: Yields): number =>
  firstPassYield === null ? 0 : 1 - firstPassYield;
