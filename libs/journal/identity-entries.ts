import { NOT_DROPPED } from "./identity-drops.ts";
import type { IdentityEntry, IdentityState } from "./identity-entry.ts";
import type { JournalDatabase, Row } from "./journal-database.ts";

/** Which entries; all where nothing is named. `pool` null: those without values. */
export interface EntryFilter {
  readonly pool?: string | null | undefined;
  /** The serial that has them, or that a file means them for. */
  readonly serial?: string | undefined;
}

/** A pool, and how many of its entries stand where. */
export interface IdentityPool {
  readonly pool: string;
  /** Sorted. */
  readonly fields: readonly string[];
  /** Entries that nobody has and no file means for a serial. */
  readonly free: number;
}

/**
 * The last step of a run or person decides; `sent` tells only that a run was on its way, which
 * matters where another host never told how it ended.
 */
const SELECT_ENTRIES = `
SELECT e.entry, e.pool, e.origin, e.bound, r.serial, base.state, base.run,
  coalesce(drops.at, base.at, r.at, e.at) AS at, drops.dropped_by,
  base.note,
  EXISTS (SELECT 1 FROM identity_event q
          WHERE q.entry = e.entry AND q.state = 'quarantined') AS is_out,
  sent.id > coalesce(base.id, 0)
    AND NOT EXISTS (SELECT 1 FROM run_ended x WHERE x.run = sent.run)
    AND NOT EXISTS (SELECT 1 FROM identity_event u WHERE u.run = sent.run AND u.state = 'unsent')
    AS is_awaited,
  sent.elsewhere AS sent_to,
  base.run IS NOT NULL AND base.state IN ('intended', 'written') AS is_unproven,
  (SELECT elsewhere FROM identity_event h
   WHERE h.entry = e.entry AND h.run = base.run AND h.state = 'sent') AS begun_at,
  (SELECT board_mac FROM identity_event t
   WHERE t.entry = e.entry AND t.board_mac IS NOT NULL
     AND t.id > coalesce((SELECT max(id) FROM identity_event
                          WHERE entry = e.entry AND state = 'released'), 0)
   ORDER BY t.id LIMIT 1) AS tied_to,
  (SELECT json_group_object(field, value) FROM identity_value v WHERE v.entry = e.entry) AS items
FROM identity_entry e
LEFT JOIN identity_reservation r ON r.entry = e.entry
LEFT JOIN identity_drop drops ON drops.entry = e.entry
LEFT JOIN identity_event base ON base.id =
  (SELECT max(id) FROM identity_event
   WHERE entry = e.entry AND state NOT IN ('sent', 'unsent'))
LEFT JOIN identity_event sent ON sent.id =
  (SELECT max(id) FROM identity_event WHERE entry = e.entry AND state = 'sent')
`;

/** Entries in the order they were imported. */
export const selectEntries = (
  database: JournalDatabase,
  { pool, serial }: EntryFilter,
): readonly IdentityEntry[] => {
  if (!hasLedger(database)) return [];
  const conditions = [
    ...(pool === undefined ? [] : ["e.pool IS :pool"]),
    ...(serial === undefined ? [] : ["(r.serial = :serial OR e.bound = :serial)"]),
  ];
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const rows = database.rows(`${SELECT_ENTRIES} ${where} ORDER BY e.id`, {
    ...(pool !== undefined && { pool }),
    ...(serial !== undefined && { serial }),
  });
  return rows.map((row) => entryIn(database, row));
};

/** One entry. */
export const selectEntry = (
  database: JournalDatabase,
  entry: string,
): IdentityEntry | undefined => {
  const row = database.first(`${SELECT_ENTRIES} WHERE e.entry = :entry`, { entry });
  return row && entryIn(database, row);
};

/** All pools, by name. */
export const selectPools = (database: JournalDatabase): readonly IdentityPool[] => {
  if (!hasLedger(database)) return [];
  const rows = database.rows(
    `SELECT p.pool, p.fields,
       (SELECT count(*) FROM identity_entry e
        WHERE e.pool = p.pool AND e.bound IS NULL AND ${NOT_DROPPED})
       - (SELECT count(*) FROM identity_reservation r
          WHERE r.pool = p.pool AND r.in_order IS NOT NULL) AS free
     FROM identity_pool p ORDER BY p.pool`,
  );
  return rows.map((row) => ({
    pool: database.text(row, "pool"),
    fields: database.json<readonly string[]>(row, "fields"),
    free: Number(row.free),
  }));
};

/** A journal of an older program that is only read has no ledger yet. */
const hasLedger = (database: JournalDatabase): boolean =>
  database.first("SELECT 1 FROM sqlite_schema WHERE name = 'identity_event'", {}) !== undefined;

const entryIn = (database: JournalDatabase, row: Row): IdentityEntry => {
  const serial = database.textOrNull(row, "serial");
  const isAwaited = row.is_awaited === 1;
  const unproven = isAwaited
    ? { elsewhere: database.textOrNull(row, "sent_to") }
    : row.is_unproven === 1
      ? { elsewhere: database.textOrNull(row, "begun_at") }
      : null;
  const isUnheard = isAwaited && row.sent_to !== null;
  return {
    entry: database.text(row, "entry"),
    pool: database.textOrNull(row, "pool"),
    origin: database.text(row, "origin"),
    bound: database.textOrNull(row, "bound"),
    serial,
    state: stateIn(database, row, serial, isUnheard),
    droppedBy: database.textOrNull(row, "dropped_by"),
    note: database.textOrNull(row, "note"),
    tiedTo: database.textOrNull(row, "tied_to"),
    run: database.textOrNull(row, "run"),
    unproven,
    at: database.text(row, "at"),
    values: database.json<Readonly<Record<string, string>>>(row, "items"),
  };
};

const BY_EVENT: Readonly<Record<string, IdentityState>> = {
  released: "reserved",
  intended: "intended",
  written: "written",
  verified: "verified",
};

const stateIn = (
  database: JournalDatabase,
  row: Row,
  serial: string | null,
  isUnheard: boolean,
): IdentityState => {
  if (row.dropped_by !== null) return "dropped";
  if (row.is_out === 1) return "quarantined";
  if (isUnheard) return "intended";
  const event = database.textOrNull(row, "state");
  if (event !== null) return BY_EVENT[event] ?? "intended";
  return serial === null ? "free" : "reserved";
};
