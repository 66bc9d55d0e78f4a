import type { DatabaseSync } from "node:sqlite";
import { type ChainedTable, keyOf } from "./chained-table.ts";

/** Columns that tell people which row it is. Others hold keys, or are long. */
const TELLING = [
  ...["run", "lot", "serial", "fixture", "station", "verdict", "failure_code", "receiver"],
  ...["state", "started_at", "ended_at", "at"],
];

/** What a row says now, as in `run "R1", verdict "pass"`; nothing where it is not there. Not yet safe to print. */
export const describeRow = (database: DatabaseSync, table: ChainedTable, key: string): string => {
  const columns = table.columns.filter((name) => TELLING.includes(name));
  if (columns.length === 0) return "";
  const row = database
    .prepare(`SELECT ${columns} FROM ${table.name} NOT INDEXED WHERE ${keyOf(table)} = ?`)
    .get(key);
  return Object.entries(row ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${JSON.stringify(String(value)).slice(0, 80)}`)
    .join(", ");
};
