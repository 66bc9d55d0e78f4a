import Table from "cli-table3";
import type { BenchCase } from "./bench-case.ts";

/** Heads of the columns that say which lot a row is of. */
export const LOT_HEAD = ["boards", "baud", "adapter", "images"] as const;

/** See LOT_HEAD. */
export const lotCells = ({ boards, baud, adapterMs, images }: BenchCase): readonly string[] => [
  String(boards),
  String(baud),
  `${adapterMs} ms`,
  images,
];

/** A titled table: words of its first columns to the left, figures to the right. */
export const drawTable = (
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string => {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: head.map(() => "right" as const),
  });
  for (const row of rows) table.push([...row]);
  return `${title}\n${table.toString()}\n`;
};
