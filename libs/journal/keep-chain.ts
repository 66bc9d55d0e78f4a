import type { DatabaseSync } from "node:sqlite";
import { ulid } from "ulid";
import { chainHash, hashOfNew, NO_HASH, typedColumns, typedValues } from "./chain-hash.ts";
import { type ChainedTable, chainedTables, keyOf } from "./chained-table.ts";

const LAST = "(SELECT max(place) FROM chain)";

/** Names the journal, and how many rows it had before it had a chain. To be called once, before `keepChain`. */
export const nameJournal = (database: DatabaseSync): void => {
  const tables = chainedTables(database);
  const older = tables.reduce((sum, { name }) => sum + countRows(database, name), 0);
  database
    .prepare("INSERT INTO journal_id (journal, made_at, older_rows) VALUES (?, ?, ?)")
    .run(ulid(), new Date().toISOString(), older);
};

/**
 * Gives every table the trigger that chains its new rows, and a place to all that are in a table which had
 * none. To be called after each change of tables. Throws what SQLite throws.
 */
export const keepChain = (database: DatabaseSync): void => {
  const known = database.prepare(
    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?",
  );
  // The journal's own row has the first place.
  const tables = chainedTables(database).toSorted((one, other) => rank(one) - rank(other));
  for (const table of tables) {
    const name = `${table.name}_chained`;
    const sql = triggerOf(table, name);
    const before = known.get(name);
    if (before?.sql === sql) continue;
    if (before === undefined) chainRows(database, table);
    // A table that got a column.
    else database.exec(`DROP TRIGGER ${name}`);
    database.exec(sql);
  }
};

const rank = ({ name }: ChainedTable): number => (name === "journal_id" ? 0 : 1);

const triggerOf = (table: ChainedTable, name: string): string => {
  const previous = `(SELECT hash FROM chain WHERE place = ${LAST})`;
  const place = `${LAST} + 1`;
  return `CREATE TRIGGER ${name} AFTER INSERT ON ${table.name}
BEGIN INSERT INTO chain (place, row_of, key, hash) VALUES (${place}, '${table.name}', ${keyOf(table, "NEW.")},
  ${hashOfNew(table.name, table.columns, { previous, place })}); END`;
};

const chainRows = (database: DatabaseSync, table: ChainedTable): void => {
  const last = database.prepare("SELECT place, hash FROM chain ORDER BY place DESC LIMIT 1").get();
  let place = BigInt(Number(last?.place ?? 0));
  let previous = last?.hash instanceof Uint8Array ? last.hash : NO_HASH;
  const insert = database.prepare(
    "INSERT INTO chain (place, row_of, key, hash) VALUES (?, ?, ?, ?)",
  );
  const rows = database.prepare(
    `SELECT ${keyOf(table)}, ${typedColumns(table.columns)} FROM ${table.name}
     ORDER BY rowid`,
  );
  rows.setReadBigInts(true);
  rows.setReturnArrays(true);
  for (const row of rows.iterate()) {
    const [key, ...selected] = Object.values(row);
    place += 1n;
    const columns = typedValues(selected);
    previous = chainHash({ previous, place, table: table.name, columns });
    insert.run(place, table.name, String(key), previous);
  }
};

const countRows = (database: DatabaseSync, table: string): number =>
  Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows);
