import { drawTable } from "./draw-table.ts";

/** Which rows of a long table are shown. */
export interface ShownRows {
  readonly end: "first" | "last";
  readonly most: number;
}

/** As many as the largest station has fixtures. */
export const FIRST_ROWS: ShownRows = { end: "first", most: 64 };

/** Of what comes one after another. */
export const LAST_ROWS: ShownRows = { end: "last", most: 24 };

/**
 * A table of names and their numbers: the columns of `right`, counted from 0, stand to the right. Of
 * long tables the first or last rows are shown, and it is said how many there are more.
 */
export const numberTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
  shown: ShownRows = FIRST_ROWS,
): string => {
  const some = chooseRows(rows, shown);
  const table = drawTable(head, some, right);
  const left = rows.length - some.length;
  if (left === 0) return table;
  return `${table}\n${left} ${shown.end === "first" ? "more" : "before"}: --format json has all.`;
};

/** The rows of a long table that are shown. */
export const chooseRows = <Row>(rows: readonly Row[], { end, most }: ShownRows): readonly Row[] =>
  end === "first" ? rows.slice(0, most) : rows.slice(-most);
