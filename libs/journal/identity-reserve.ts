import { NOT_DROPPED } from "./identity-drops.ts";
import { selectEntry } from "./identity-entries.ts";
import type { IdentityEntry } from "./identity-entry.ts";
import type { JournalDatabase } from "./journal-database.ts";

/** A serial that needs the values of one board. */
export interface ReservationWish {
  /** Null: it needs none, its serial alone is written. */
  readonly pool: string | null;
  readonly serial: string;
  /** Id for an entry without values. */
  readonly newEntry: string;
  /** ISO time. */
  readonly at: string;
}

/** The serial's own entry that is not quarantined, if it has one. */
const OWN = `
SELECT r.entry FROM identity_reservation r
WHERE r.serial = :serial AND r.pool IS :pool AND NOT EXISTS
  (SELECT 1 FROM identity_event q WHERE q.entry = r.entry AND q.state = 'quarantined')`;

const MEANT = `
SELECT e.entry FROM identity_entry e
WHERE e.pool = :pool AND e.bound = :serial AND ${NOT_DROPPED} AND NOT EXISTS
  (SELECT 1 FROM identity_reservation r WHERE r.entry = e.entry)`;

/** They are given out in order and none comes back: what follows the last one given is free. */
const NEXT = `
SELECT e.entry, e.id FROM identity_entry e
WHERE e.pool = :pool AND e.bound IS NULL AND e.id > coalesce(
  (SELECT max(in_order) FROM identity_reservation WHERE pool = :pool), 0) AND ${NOT_DROPPED}
ORDER BY e.id LIMIT 1`;

/**
 * The serial's own entry: the one it had before, the one a file means for it, or the next free one,
 * which is its own from now on. Undefined where the pool has none left. Two that ask at once get two.
 */
export const reserveEntry = (
  database: JournalDatabase,
  { pool, serial, newEntry, at }: ReservationWish,
): IdentityEntry | undefined =>
  database.atomically(() => {
    const own = database.first(OWN, { pool, serial });
    if (own !== undefined) return selectEntry(database, database.text(own, "entry"));
    if (pool === null) {
      database.run(
        `INSERT INTO identity_entry (entry, pool, bound, origin, at)
         VALUES (:entry, NULL, NULL, 'serial', :at)`,
        { entry: newEntry, at },
      );
      return keep(database, { entry: newEntry, pool, serial, inOrder: null, at });
    }
    const meant = database.first(MEANT, { pool, serial });
    if (meant !== undefined) {
      const entry = database.text(meant, "entry");
      return keep(database, { entry, pool, serial, inOrder: null, at });
    }
    const next = database.first(NEXT, { pool });
    if (next === undefined) return undefined;
    const inOrder = Number(next.id);
    return keep(database, { entry: database.text(next, "entry"), pool, serial, inOrder, at });
  });

interface Reservation extends Pick<ReservationWish, "pool" | "serial" | "at"> {
  readonly entry: string;
  readonly inOrder: number | null;
}

const keep = (
  database: JournalDatabase,
  { entry, pool, serial, inOrder, at }: Reservation,
): IdentityEntry | undefined => {
  database.run(
    `INSERT INTO identity_reservation (entry, pool, serial, in_order, at)
     VALUES (:entry, :pool, :serial, :inOrder, :at)`,
    { entry, pool, serial, inOrder, at },
  );
  return selectEntry(database, entry);
};

/** Those of the serials, in their order, that would need one of the pool's free entries. */
export const selectUnserved = (
  database: JournalDatabase,
  pool: string,
  serials: readonly string[],
): readonly string[] =>
  database
    .rows(
      `SELECT j.value AS serial FROM json_each(:serials) j
       WHERE NOT EXISTS
         (SELECT 1 FROM identity_reservation r
          WHERE r.serial = j.value AND r.pool = :pool AND NOT EXISTS
            (SELECT 1 FROM identity_event q WHERE q.entry = r.entry AND q.state = 'quarantined'))
       AND NOT EXISTS
         (SELECT 1 FROM identity_entry e
          WHERE e.pool = :pool AND e.bound = j.value AND ${NOT_DROPPED} AND NOT EXISTS
            (SELECT 1 FROM identity_reservation r WHERE r.entry = e.entry))
       ORDER BY j.key`,
      { pool, serials: JSON.stringify(serials) },
    )
    .map((row) => database.text(row, "serial"));
