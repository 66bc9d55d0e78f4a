import type { JournalDatabase } from "./journal-database.ts";

/**
 * What version 4 of the tables added: values that a person took back before any serial had them. Their
 * rows stay, and the same values may come in again: what was unique by index is so by trigger, dropped
 * entries left out.
 */
export const DROP_TABLE = `
CREATE TABLE identity_drop (
  entry TEXT NOT NULL PRIMARY KEY REFERENCES identity_entry (entry),
  dropped_by TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
DROP INDEX identity_entry_bound;
CREATE INDEX identity_entry_bound ON identity_entry (pool, bound) WHERE bound IS NOT NULL;
DROP INDEX identity_value_once;
CREATE INDEX identity_value_once ON identity_value (kind, value COLLATE NOCASE) WHERE kind IS NOT NULL;
DROP TRIGGER identity_entry_no_replace;
CREATE TRIGGER identity_entry_no_replace BEFORE INSERT ON identity_entry
WHEN EXISTS (SELECT 1 FROM identity_entry WHERE id = NEW.id OR entry = NEW.entry)
  OR EXISTS (SELECT 1 FROM identity_entry e WHERE e.pool = NEW.pool AND e.bound = NEW.bound
             AND NOT EXISTS (SELECT 1 FROM identity_drop d WHERE d.entry = e.entry))
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;
DROP TRIGGER identity_value_no_replace;
CREATE TRIGGER identity_value_no_replace BEFORE INSERT ON identity_value
WHEN EXISTS (SELECT 1 FROM identity_value WHERE entry = NEW.entry AND field = NEW.field)
  OR EXISTS (SELECT 1 FROM identity_value v WHERE v.kind = NEW.kind AND v.value = NEW.value COLLATE NOCASE
             AND NOT EXISTS (SELECT 1 FROM identity_drop d WHERE d.entry = v.entry))
BEGIN SELECT RAISE(ABORT, 'already in the journal'); END;
CREATE TRIGGER identity_drop_free_only BEFORE INSERT ON identity_drop
WHEN EXISTS (SELECT 1 FROM identity_reservation WHERE entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'a serial has it'); END;
CREATE TRIGGER identity_reservation_not_dropped BEFORE INSERT ON identity_reservation
WHEN EXISTS (SELECT 1 FROM identity_drop WHERE entry = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'it was dropped'); END;
`;

/** Its rows' key, as `appendOnly` wants it. */
export const DROP_KEYS: Readonly<Record<string, string>> = { identity_drop: "entry = NEW.entry" };

/** The version of the tables that brought them. */
export const DROPS_SINCE = 4;

/** Stands in for the table where a journal of an older program is only read; the file stays as it is. */
export const DROPS_OF_NONE = `
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE identity_drop (entry TEXT, dropped_by TEXT, at TEXT);
`;

/** SQL: whether entry `e` is still to be had or in use. */
export const NOT_DROPPED = "NOT EXISTS (SELECT 1 FROM identity_drop d WHERE d.entry = e.entry)";

/** Which free values a person takes back; `entries` null: all that the pool has free. */
export interface IdentityDrop {
  readonly pool: string;
  readonly entries: readonly string[] | null;
  readonly by: string;
  /** ISO time. */
  readonly at: string;
}

/** What became of it. `not-free`: the first that is not; then nothing was dropped. */
export type DropAnswer =
  | { readonly kind: "dropped"; readonly count: number }
  | { readonly kind: "not-free"; readonly entry: string };

/** Takes entries out of their pool that no serial ever had, all that are named or none. */
export const dropEntries = (
  database: JournalDatabase,
  { pool, entries, by, at }: IdentityDrop,
): DropAnswer =>
  database.atomically(() => {
    const free = database
      .rows(
        `SELECT e.entry FROM identity_entry e WHERE e.pool = :pool AND ${NOT_DROPPED}
         AND NOT EXISTS (SELECT 1 FROM identity_reservation r WHERE r.entry = e.entry)`,
        { pool },
      )
      .map((row) => database.text(row, "entry"));
    const known = new Set(free);
    const wanted = entries === null ? free : [...new Set(entries)];
    const wrong = wanted.find((entry) => !known.has(entry));
    if (wrong !== undefined) return { kind: "not-free", entry: wrong };
    database.run(
      `INSERT INTO identity_drop (entry, dropped_by, at)
       SELECT value, :by, :at FROM json_each(:wanted)`,
      { by, at, wanted: JSON.stringify(wanted) },
    );
    return { kind: "dropped", count: wanted.length };
  });
