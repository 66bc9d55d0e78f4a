import { NOT_DROPPED } from "./identity-drops.ts";
import type { JournalDatabase, Row } from "./journal-database.ts";

/** One value of an entry. Values of one kind are unique over all pools; of kind null they may repeat. */
export interface ImportedValue {
  readonly field: string;
  readonly value: string;
  readonly kind: string | null;
}

/** The values of one board, as a file or range brings them. */
export interface ImportedEntry {
  /** Its id, if it is new. */
  readonly entry: string;
  /** For people, such as `macs.csv:7`. */
  readonly origin: string;
  /** The serial it is meant for; null: for the next that needs one. */
  readonly bound: string | null;
  /** One of every field of the pool; one at least has a kind, or `bound` is given. */
  readonly values: readonly ImportedValue[];
}

/** What is to be brought into a pool, which is made where there is none. */
export interface IdentityImport {
  readonly pool: string;
  readonly fields: readonly string[];
  readonly entries: readonly ImportedEntry[];
  /** ISO time. */
  readonly at: string;
}

/** Where a value stands already. */
export interface ValueHolder {
  readonly pool: string | null;
  readonly origin: string;
  readonly serial: string | null;
  /** Nobody has it yet: it may be taken back. */
  readonly freeEntry: string | null;
}

/** What became of an import; on all but `imported` nothing was changed. */
export type ImportAnswer =
  | { readonly kind: "imported"; readonly added: number; readonly known: number }
  | { readonly kind: "other-fields"; readonly fields: readonly string[] }
  | {
      readonly kind: "taken";
      /** Of `entries`. */
      readonly index: number;
      /** The field whose value is another entry's, or `serial` where the serial has other values. */
      readonly field: string;
      readonly holder: ValueHolder;
    };

interface Match extends ValueHolder {
  readonly index: number;
  readonly field: string;
  readonly entry: string;
  readonly bound: string | null;
}

/** Brings all entries in, or none; an entry that is there just so is left as it is. */
export const importEntries = (database: JournalDatabase, given: IdentityImport): ImportAnswer =>
  database.atomically(() => {
    const { pool, entries, at } = given;
    const row = database.first("SELECT fields FROM identity_pool WHERE pool = :pool", { pool });
    const fields = row && database.json<readonly string[]>(row, "fields");
    const asked = [...given.fields].sort();
    if (fields !== undefined && JSON.stringify(fields) !== JSON.stringify(asked)) {
      return { kind: "other-fields", fields };
    }
    const matches = Map.groupBy(findMatches(database, given), ({ index }) => index);
    const stored = valuesOf(database, [...matches.values()].flat());
    for (const [index, found] of matches) {
      const entry = entries[index];
      const wrong = found.find(
        (match) => entry === undefined || !isSame(match, given, entry, stored),
      );
      if (wrong !== undefined) {
        const { field, origin, serial, freeEntry } = wrong;
        const holder = { pool: wrong.pool, origin, serial, freeEntry };
        return { kind: "taken", index, field, holder };
      }
    }
    if (fields === undefined) {
      database.run("INSERT INTO identity_pool (pool, fields, at) VALUES (:pool, :fields, :at)", {
        pool,
        fields: JSON.stringify(asked),
        at,
      });
    }
    const fresh = entries.filter((_, index) => !matches.has(index));
    insertEntries(database, { ...given, entries: fresh });
    return { kind: "imported", added: fresh.length, known: entries.length - fresh.length };
  });

/** Entries of any pool that have one of the values, and those of this pool that a serial has already. */
const findMatches = (database: JournalDatabase, { pool, entries }: IdentityImport): Match[] => {
  const rows = database.rows(
    `SELECT json_extract(j.value, '$[0]') AS place, v.field, e.entry, e.pool, e.origin, e.bound,
            coalesce(r.serial, e.bound) AS serial, r.serial IS NULL AS is_free
     FROM json_each(:values) j
     CROSS JOIN identity_value v
       ON v.kind = json_extract(j.value, '$[1]') AND v.value = json_extract(j.value, '$[2]') COLLATE NOCASE
     JOIN identity_entry e ON e.entry = v.entry AND ${NOT_DROPPED}
     LEFT JOIN identity_reservation r ON r.entry = v.entry
     UNION ALL
     SELECT json_extract(j.value, '$[0]'), 'serial', e.entry, e.pool, e.origin, e.bound, e.bound,
       NOT EXISTS (SELECT 1 FROM identity_reservation r WHERE r.entry = e.entry)
     FROM json_each(:bound) j
     CROSS JOIN identity_entry e
       ON e.pool = :pool AND e.bound = json_extract(j.value, '$[1]') AND ${NOT_DROPPED}`,
    {
      pool,
      values: JSON.stringify(
        entries.flatMap(({ values }, index) =>
          values.flatMap(({ kind, value }) => (kind === null ? [] : [[index, kind, value]])),
        ),
      ),
      bound: JSON.stringify(
        entries.flatMap(({ bound }, index) => (bound === null ? [] : [[index, bound]])),
      ),
    },
  );
  return rows.map((row) => matchIn(database, row));
};

const matchIn = (database: JournalDatabase, row: Row): Match => ({
  index: Number(row.place),
  field: database.text(row, "field"),
  entry: database.text(row, "entry"),
  pool: database.textOrNull(row, "pool"),
  origin: database.text(row, "origin"),
  bound: database.textOrNull(row, "bound"),
  serial: database.textOrNull(row, "serial"),
  freeEntry: row.is_free === 1 ? database.text(row, "entry") : null,
});

const keyOf = (entry: string, field: string): string => `${entry} ${field}`;

const valuesOf = (
  database: JournalDatabase,
  matches: readonly Match[],
): ReadonlyMap<string, string> => {
  const entries = JSON.stringify([...new Set(matches.map(({ entry }) => entry))]);
  const rows = database.rows(
    `SELECT entry, field, value FROM identity_value
     WHERE entry IN (SELECT value FROM json_each(:entries))`,
    { entries },
  );
  return new Map(
    rows.map((row) => [
      keyOf(database.text(row, "entry"), database.text(row, "field")),
      database.text(row, "value"),
    ]),
  );
};

const isSame = (
  match: Match,
  { pool }: IdentityImport,
  { bound, values }: ImportedEntry,
  stored: ReadonlyMap<string, string>,
): boolean =>
  match.pool === pool &&
  match.bound === bound &&
  values.every(({ field, value }) => stored.get(keyOf(match.entry, field)) === value);

/** One statement for all of them: a range may have a million. */
const insertEntries = (database: JournalDatabase, { pool, entries, at }: IdentityImport): void => {
  database.run(
    `INSERT INTO identity_entry (entry, pool, bound, origin, at)
     SELECT json_extract(value, '$[0]'), :pool, json_extract(value, '$[1]'),
            json_extract(value, '$[2]'), :at
     FROM json_each(:entries) ORDER BY key`,
    {
      pool,
      at,
      entries: JSON.stringify(entries.map(({ entry, bound, origin }) => [entry, bound, origin])),
    },
  );
  const values = entries.flatMap(({ entry, values: own }) =>
    own.map(({ field, value, kind }) => [entry, field, value, kind]),
  );
  database.run(
    `INSERT INTO identity_value (entry, field, value, kind)
     SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),
            json_extract(value, '$[2]'), json_extract(value, '$[3]')
     FROM json_each(:values)`,
    { values: JSON.stringify(values) },
  );
};
