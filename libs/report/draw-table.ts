import wrapAnsi from "wrap-ansi";
import { widthOf } from "./width-of.ts";
import { WIDTH } from "./wrap-text.ts";

/** The least that is left of a first column. */
const NARROWEST = 8;

type Cells = readonly string[];

/**
 * A table without lines or colours, in 80 columns: where the cells need more, the first column
 * goes on in the next line, so nothing is cut off. The columns of `right`, counted from 0, stand to
 * the right, as numbers do. Cells must be fit to print.
 */
export const drawTable = (
  head: Cells,
  rows: readonly Cells[],
  right: readonly number[] = [],
): string => {
  const lines = [head, ...rows];
  const [first = 0, ...others] = head.map((_, column) =>
    lines.reduce((widest, line) => Math.max(widest, widthOf(line[column] ?? "")), 0),
  );
  const taken = others.reduce((sum, width) => sum + width, 0);
  const gap = first + taken + 2 * others.length <= WIDTH ? "  " : " ";
  const room = Math.max(WIDTH - taken - gap.length * others.length, NARROWEST);
  const columns = [Math.min(first, room), ...others].map((width, column) => ({
    width,
    side: right.includes(column) ? ("right" as const) : ("left" as const),
  }));
  return lines.map((line) => drawLine(line, columns, gap)).join("\n");
};

interface Column {
  readonly width: number;
  readonly side: "left" | "right";
}

const drawLine = (
  [first = "", ...others]: Cells,
  columns: readonly Column[],
  gap: string,
): string => {
  const [begun = "", ...further] = cut(first, columns[0]?.width ?? 0);
  const line = [begun, ...others]
    .map((cell, column) => place(cell, columns[column]))
    .join(gap)
    .trimEnd();
  return [line, ...further].join("\n");
};

/** Into pieces of a column's width, at its blanks first: no value of several is torn. */
const cut = (cell: string, width: number): Cells =>
  widthOf(cell) <= width ? [cell] : wrapAnsi(cell, width, { hard: true }).split("\n");

const place = (cell: string, { width, side }: Column = { width: 0, side: "left" }): string => {
  const room = " ".repeat(Math.max(0, width - widthOf(cell)));
  return side === "left" ? cell + room : room + cell;
};
