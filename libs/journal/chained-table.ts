import type { DatabaseSync } from "node:sqlite";
import { CHAIN_ITSELF } from "./chain-tables.ts";

/** A table whose rows are chained. */
export interface ChainedTable {
  readonly name: string;
  /** In the order in which they are hashed. */
  readonly columns: readonly string[];
  /** The columns of its primary key, in that order. */
  readonly key: readonly string[];
}

/** Every table but the chain, in the order in which they were made. Throws what SQLite throws. */
export const chainedTables = (database: DatabaseSync): readonly ChainedTable[] =>
  database
    .prepare(
      `SELECT name FROM sqlite_schema
       WHERE type = 'table' AND name <> ? AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid`,
    )
    .all(CHAIN_ITSELF)
    .map(({ name }) => tableNamed(database, String(name)));

const tableNamed = (database: DatabaseSync, name: string): ChainedTable => {
  const columns = database.prepare("SELECT name, pk FROM pragma_table_info(?)").all(name);
  const key = columns
    .filter(({ pk }) => Number(pk) > 0)
    .sort((one, other) => Number(one.pk) - Number(other.pk));
  return {
    name,
    columns: columns.map((column) => String(column.name)),
    key: key.map((column) => String(column.name)),
  };
};

/** SQL: a row's key as the chain has it; `of` is a row's name and a dot, or nothing. */
export const keyOf = ({ key }: ChainedTable, of = ""): string =>
  `json_array(${key.map((name) => `${of}${name}`).join(", ")})`;
