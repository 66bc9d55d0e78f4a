import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { chainHash, NO_HASH, typedColumns, typedValues } from "./chain-hash.ts";
import { CHAIN_ITSELF } from "./chain-tables.ts";
import { type ChainedTable, chainedTables, keyOf } from "./chained-table.ts";
import { describeRow } from "./describe-row.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";

/** So many of a kind are told: a journal that was rewritten has one at every row. */
const TOLD = 10;

/** A row and its place in the chain; 0: it has none. */
interface RowPlace {
  readonly place: number;
  readonly table: ChainedTable;
  readonly key: string;
}

/**
 * Whether every row is the one that the chain has, and the chain has no others: the first faults of each
 * kind, in the chain's order. Reads the tables themselves, not their indexes. Throws what SQLite throws.
 */
export const checkChain = (database: DatabaseSync): readonly JournalFault[] => {
  const tables = chainedTables(database);
  const { faults, last, count } = checkPlaces(database);
  // A place far behind the others is a fault already.
  const seen = new Uint8Array(Math.min(last, 2 * count + 1000) + 1);
  const added: RowPlace[] = [];
  const wrong: RowPlace[] = [];
  for (const table of tables) {
    for (const { place, key, isRight } of rowsOf(database, table)) {
      seen[place] = 1;
      if (place === 0) added.push({ place, table, key });
      else if (!isRight) wrong.push({ place, table, key });
    }
  }
  return [
    ...faults,
    ...tellWrong(database, wrong),
    ...tellMissing(database, seen),
    ...added.slice(0, TOLD).map((row) => tellAdded(database, row)),
  ].sort((one, other) => (one.place ?? Infinity) - (other.place ?? Infinity));
};

const checkPlaces = (
  database: DatabaseSync,
): {
  readonly faults: readonly JournalFault[];
  readonly last: number;
  readonly count: number;
} => {
  const faults: JournalFault[] = [];
  let last = 0;
  let count = 0;
  const places = database.prepare(`SELECT place, row_of FROM ${CHAIN_ITSELF} ORDER BY place`);
  for (const { place, row_of } of places.iterate()) {
    const here = Number(place);
    count += 1;
    if (here !== last + 1 && faults.length < TOLD) {
      const which = here - last === 2 ? `Place ${last + 1}` : `Places ${last + 1} to ${here - 1}`;
      faults.push(
        journalFault("place-missing", `${which} of the chain is missing.`, { place: last + 1 }),
      );
    } else if (here === 1 && row_of !== "journal_id") {
      faults.push(
        journalFault("chain-changed", "The chain does not begin with the journal's id.", {
          place: 1,
        }),
      );
    }
    last = here;
  }
  if (count === 0) faults.push(journalFault("place-missing", "The chain is empty.", { place: 1 }));
  return { faults, last, count };
};

interface CheckedRow {
  readonly place: number;
  readonly key: string;
  readonly isRight: boolean;
}

function* rowsOf(database: DatabaseSync, table: ChainedTable): Generator<CheckedRow> {
  const rows = database.prepare(
    `SELECT ${keyOf(table, "t.")}, c.place, c.hash, p.hash, ${typedColumns(table.columns, "t.")}
     FROM ${table.name} t NOT INDEXED
     LEFT JOIN chain c ON c.row_of = '${table.name}' AND c.key = ${keyOf(table, "t.")}
     LEFT JOIN chain p ON p.place = c.place - 1`,
  );
  rows.setReadBigInts(true);
  rows.setReturnArrays(true);
  for (const row of rows.iterate()) {
    const [key, place, hash, before, ...selected] = Object.values(row);
    const here = Number(place ?? 0);
    const previous = here === 1 ? NO_HASH : before;
    const columns = typedValues(selected);
    const isRight =
      !(previous instanceof Uint8Array) ||
      isSame(hash, chainHash({ previous, place: BigInt(here), table: table.name, columns }));
    yield { place: here, key: String(key), isRight };
  }
}

const isSame = (stored: SQLOutputValue | undefined, right: Uint8Array): boolean =>
  stored instanceof Uint8Array && Buffer.compare(stored, right) === 0;

/** A changed row is wrong alone; where the chain was changed, or rows changed places, those behind it are, too. */
const tellWrong = (database: DatabaseSync, wrong: readonly RowPlace[]): readonly JournalFault[] => {
  const places = new Set(wrong.map(({ place }) => place));
  return wrong
    .toSorted((one, other) => one.place - other.place)
    .filter(({ place }) => !places.has(place - 1))
    .slice(0, TOLD)
    .map((row) => {
      const { place, table, key } = row;
      const where = { place, table: table.name, key };
      if (!places.has(place + 1)) {
        const now = says(database, row);
        return journalFault("row-changed", `Row ${key} of ${table.name} was changed${now}.`, where);
      }
      const problem = `From place ${place}, row ${key} of ${table.name}, the rows do not follow each other as the chain says.`;
      return journalFault("chain-changed", problem, where);
    });
};

const tellMissing = (database: DatabaseSync, seen: Uint8Array): readonly JournalFault[] => {
  const faults: JournalFault[] = [];
  const select = database.prepare("SELECT row_of, key FROM chain WHERE place = ?");
  for (let place = seen.indexOf(0, 1); place > 0; place = seen.indexOf(0, place + 1)) {
    const row = select.get(place);
    if (row === undefined) continue;
    const [table, key] = [String(row.row_of), String(row.key)];
    const problem = `Row ${key} of ${table} is missing.`;
    faults.push(journalFault("row-missing", problem, { place, table, key }));
    if (faults.length === TOLD) break;
  }
  return faults;
};

const tellAdded = (database: DatabaseSync, row: RowPlace): JournalFault => {
  const { table, key } = row;
  const problem = `Row ${key} of ${table.name} is not in the chain${says(database, row)}.`;
  return journalFault("row-added", problem, { table: table.name, key });
};

const says = (database: DatabaseSync, { table, key }: RowPlace): string => {
  const now = describeRow(database, table, key);
  return now === "" ? "" : `; it says ${now}`;
};
