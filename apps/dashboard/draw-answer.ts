import { drawable, wrapCells } from "./cells.ts";
import { type Row, spread } from "./row.ts";

/** Rows of an answer where there is room: enough for any of them at 60 cells. */
export const ANSWER_ROWS = 3;

/** The rows with an answer over some of the last `room` of them: a band of its own colour, cut where it is too long. */
export const coverByAnswer = (
  rows: readonly Row[],
  answer: string | null,
  room: number,
  width: number,
): readonly Row[] => {
  if (answer === null) return rows;
  const from = Math.max(0, rows.length - room);
  const height = Math.min(ANSWER_ROWS, rows.length - from);
  const lines = wrapCells(` ${drawable(answer)}`, width);
  const band = Array.from({ length: height }, (_, row) => {
    const end = row === height - 1 ? lines.length : row + 1;
    return spread(lines.slice(row, end).join(""), "", width, "warning");
  });
  return rows.toSpliced(from, height, ...band);
};
