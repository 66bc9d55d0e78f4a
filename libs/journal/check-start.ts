import type { DatabaseSync } from "node:sqlite";
import { printable } from "../failure/printable.ts";
import { chainHash, NO_HASH, type TypedValue, typedColumns, typedValues } from "./chain-hash.ts";
import { type ChainedTable, chainedTables } from "./chained-table.ts";
import { checkTables } from "./check-tables.ts";
import { JournalError } from "./journal-error.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";

/** So many of the last rows are proven: what a power cut or a failing disk hits first, however long the journal is. */
const PROVEN = 64;

/**
 * A look at a journal before it is written, which takes as long for a large one: its tables and rules, and
 * that the last rows are as they were written. What somebody added to them is told by `verifyJournal` alone.
 * Throws `JournalError` with what to do, or what SQLite throws.
 */
export const checkStart = (database: DatabaseSync, version: number, dir: string): void => {
  // One state of it, whatever others write.
  database.exec("BEGIN");
  const changed = checkTables(database, version).find(({ kind }) => kind === "tables-changed");
  const fault = changed ?? checkTail(database);
  database.exec("COMMIT");
  if (fault === undefined) return;
  throw new JournalError(
    `The journal in ${printable(dir, 200)} is damaged: ${fault.problem} Nothing is written to it: ask npx flashline journal verify, then put a backup back, or name another data folder (docs/journal.md).`,
  );
};

const checkTail = (database: DatabaseSync): JournalFault | undefined => {
  const tables = new Map(chainedTables(database).map((table) => [table.name, table]));
  const select = database.prepare(
    `SELECT place, row_of, key, hash FROM chain ORDER BY place DESC LIMIT ${PROVEN + 1}`,
  );
  select.setReadBigInts(true);
  const places = select.all();
  if (places.length === 0) return journalFault("place-missing", "The chain is empty.");
  for (const [n, { place, row_of, key, hash }] of places.entries()) {
    const before = places[n + 1];
    if (n === PROVEN) return undefined;
    const where = { place: Number(place), table: String(row_of), key: String(key) };
    if ((before?.place ?? 0n) !== BigInt(Number(place)) - 1n) {
      return journalFault(
        "place-missing",
        `Place ${where.place - 1} of the chain is missing.`,
        where,
      );
    }
    const table = tables.get(where.table);
    const columns = table && rowAt(database, table, where.key);
    const which = `Row ${where.key} of ${where.table}`;
    if (columns === undefined) return journalFault("row-missing", `${which} is missing.`, where);
    const previous = before?.hash ?? NO_HASH;
    const right =
      previous instanceof Uint8Array &&
      chainHash({ previous, place: BigInt(where.place), table: where.table, columns });
    const isSame =
      right !== false && hash instanceof Uint8Array && Buffer.compare(hash, right) === 0;
    if (!isSame) return journalFault("row-changed", `${which} was changed.`, where);
  }
  return undefined;
};

const rowAt = (
  database: DatabaseSync,
  table: ChainedTable,
  key: string,
): readonly TypedValue[] | undefined => {
  const conditions = table.key.map((name, n) => `${name} = json_extract(:key, '$[${n}]')`);
  const select = database.prepare(
    `SELECT ${typedColumns(table.columns)} FROM ${table.name} WHERE ${conditions.join(" AND ")}`,
  );
  select.setReadBigInts(true);
  select.setReturnArrays(true);
  const row = select.get({ key });
  return row === undefined ? undefined : typedValues(Object.values(row));
};
