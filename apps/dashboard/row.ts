import { countCells, fitCells } from "./cells.ts";
import type { Tone } from "./tone.ts";

/** What is added to a tone: fore- and background changed over, or a line under it. */
export type Mark = "none" | "inverted" | "underlined";

/** Text of one tone. Drawable: see cells.ts. */
export interface Segment {
  readonly text: string;
  readonly tone: Tone;
  readonly mark?: Mark;
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
  for (const segment of row) {
    const cells = countCells(segment.text);
    if (cells > room) return [...fitted, { ...segment, text: fitCells(segment.text, room) }];
    fitted.push(segment);
    room -= cells;
  }
  return [...fitted, { text: " ".repeat(room), tone: "plain" }];
};

/** A row whose every segment has this mark. */
export const markRow = (row: Row, mark: Mark): Row => row.map((segment) => ({ ...segment, mark }));
