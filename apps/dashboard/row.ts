import { countCells, fitCells } from "./cells.ts";
import type { Tone } from "./palette.ts";

/** Text of one tone. Drawable: see cells.ts. */
export interface Segment {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of the screen, or a tile's part of it. */
export type Row = readonly Segment[];

/** A row of one tone, exactly `width` cells: `left`, then `right` at the end if there is room for it. */
export const spread = (left: string, right: string, width: number, tone: Tone): Row => {
  const room = width - countCells(right);
  const text = room < 8 ? fitCells(left, width) : fitCells(left, room) + right;
  return [{ text, tone }];
};

/** A row made `width` cells wide: cut at its end, or filled with spaces. */
export const fitRow = (row: Row, width: number): Row => {
  const fitted: Segment[] = [];
  let room = width;
  for (const { text, tone } of row) {
    const cells = countCells(text);
    if (cells > room) return [...fitted, { text: fitCells(text, room), tone }];
    fitted.push({ text, tone });
    room -= cells;
  }
  return [...fitted, { text: " ".repeat(room), tone: "plain" }];
};
