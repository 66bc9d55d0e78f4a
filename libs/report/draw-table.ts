import Table from "cli-table3";
import wrapAnsi from "wrap-ansi";
import { WIDTH } from "./wrap-text.ts";

/** The least that is left of a first column. */
const NARROWEST = 8;

/** The package takes time that grows with the square of the rows: long tables are drawn in pieces. */
const PIECE_ROWS = 100;

const NO_LINES = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left"],
    ...["bottom-right", "left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
  ].map((name) => [name, ""]),
);

/**
 * A table without lines or colours, in 80 columns: where the cells need more, the first column
 * goes on in the next line, so nothing is cut off. Cells must be fit to print.
 */
export const drawTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string => {
  const lines = [head, ...rows];
  const [first = 0, ...others] = head.map((_, column) =>
    lines.reduce((widest, line) => Math.max(widest, line[column]?.length ?? 0), 0),
  );
  const taken = others.reduce((sum, width) => sum + width, 0);
  const gap = first + taken + 2 * others.length <= WIDTH ? "  " : " ";
  const room = Math.max(WIDTH - taken - gap.length * others.length, NARROWEST);
  const widths = [Math.min(first, room), ...others];
  const pieces: string[] = [];
  for (let from = 0; from < lines.length; from += PIECE_ROWS) {
    pieces.push(drawPiece(lines.slice(from, from + PIECE_ROWS), widths, gap));
  }
  return pieces.join("\n").replace(/ +$/gm, "");
};

const drawPiece = (
  lines: readonly (readonly string[])[],
  widths: readonly number[],
  gap: string,
): string => {
  const table = new Table({
    colWidths: [...widths],
    wordWrap: true,
    wrapOnWordBoundary: false,
    chars: { ...NO_LINES, middle: gap },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  const [width = 0] = widths;
  table.push(
    // At its blanks first: no value of several is torn.
    ...lines.map(([first = "", ...others]) => [wrapAnsi(first, width, { hard: true }), ...others]),
  );
  return table.toString();
};
