import { drawTable } from "./draw-table.ts";

/** Rows shown at most; the rest is counted. */
const MOST_ROWS = 24;

/** Which rows of a long table are shown. */
export type Shown = "first" | "last";

/**
 * A table of names and what belongs to them: the first column stands left, those of `right` stand
 * right, as numbers do. Of long tables the first or last rows are shown, and how many there are more.
 */
export const numberTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { right, shown }: { readonly right: readonly number[]; readonly shown: Shown },
): string => {
  const some = shown === "first" ? rows.slice(0, MOST_ROWS) : rows.slice(-MOST_ROWS);
  const table = drawTable(head, some, right);
  const left = rows.length - some.length;
  if (left === 0) return table;
  return `${table}\n${left} ${shown === "first" ? "more" : "before"}: --format json has all.`;
};
