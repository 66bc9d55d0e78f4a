import type { BoardField } from "../run/board-identity.ts";
import { NOT_DROPPED } from "./identity-drops.ts";
import type { IdentitySettling, IdentityStep, MacHolder, SentEntry } from "./identity-entry.ts";
import type { JournalDatabase } from "./journal-database.ts";

/**
 * What a run of this station does with its entry: added, unless it is to begin a write to another
 * board than the one that may bear the entry, whose MAC is then returned. Two lots may be at it at once.
 */
export const takeStep = (database: JournalDatabase, step: IdentityStep): string | undefined =>
  database.atomically(() => {
    const { entry, state, boardMac, givenMac } = step;
    const tie = state === "intended" ? selectTie(database, entry) : null;
    if (tie !== null && tie !== boardMac && (boardMac === null || boardMac !== givenMac))
      return tie;
    insertStep(database, step);
    return undefined;
  });

/** Adds what a run told of its entry; the same step of a run again changes nothing. */
export const insertStep = (database: JournalDatabase, step: IdentityStep): void => {
  const { entry, serial, run, state, boardMac, givenMac, at } = step;
  database.run(
    `INSERT INTO identity_event (entry, serial, run, state, board_mac, given_mac, at)
     SELECT :entry, :serial, :run, :state, :boardMac, :givenMac, :at
     WHERE NOT EXISTS
       (SELECT 1 FROM identity_event WHERE run = :run AND entry = :entry AND state = :state)`,
    { entry, serial, run, state, boardMac, givenMac, at },
  );
};

/**
 * Who has the MAC (12 hex digits), unless it is `exceptSerial`: an entry of any pool, a board that
 * this station's runs gave it, or one that has it of its maker and may bear values of a pool.
 */
export const selectHolder = (
  database: JournalDatabase,
  mac: string,
  exceptSerial: string,
): MacHolder | undefined => {
  const row = database.first(
    `SELECT r.serial AS serial, e.pool AS pool FROM identity_value v
       JOIN identity_entry e ON e.entry = v.entry AND ${NOT_DROPPED}
       LEFT JOIN identity_reservation r ON r.entry = v.entry
       WHERE v.kind = 'mac' AND v.value = :mac
         AND coalesce(r.serial, e.bound, '') <> :exceptSerial
     UNION ALL
     SELECT serial, NULL FROM identity_event
       WHERE given_mac = :mac AND serial <> :exceptSerial
     UNION ALL
     SELECT t.serial, e.pool FROM identity_event t
       JOIN identity_entry e ON e.entry = t.entry AND e.pool IS NOT NULL
       WHERE t.board_mac = :mac AND t.serial <> :exceptSerial AND t.id > coalesce(
         (SELECT max(id) FROM identity_event
          WHERE entry = t.entry AND state IN ('released', 'quarantined')), 0)
     LIMIT 1`,
    { mac, exceptSerial },
  );
  if (row === undefined) return undefined;
  return { serial: database.textOrNull(row, "serial"), pool: database.textOrNull(row, "pool") };
};

/** The MAC of the one board that may bear the entry, if a write of it was ever intended, or it was found there. */
export const selectTie = (database: JournalDatabase, entry: string): string | null => {
  const row = database.first(
    `SELECT board_mac FROM identity_event
     WHERE entry = :entry AND board_mac IS NOT NULL
       AND id > coalesce((SELECT max(id) FROM identity_event
                          WHERE entry = :entry AND state = 'released'), 0)
     ORDER BY id LIMIT 1`,
    { entry },
  );
  return row === undefined ? null : database.textOrNull(row, "board_mac");
};

/** Adds that a run with the entry is on its way. */
export const insertSent = (database: JournalDatabase, sent: SentEntry): void => {
  const { entry, serial, run, elsewhere, at } = sent;
  database.run(
    `INSERT INTO identity_event (entry, serial, run, state, elsewhere, fields, at)
     VALUES (:entry, :serial, :run, 'sent', :elsewhere, :fields, :at)`,
    { entry, serial, run, elsewhere, fields: JSON.stringify(sent.fields), at },
  );
};

/** Adds that a run which was on its way is surely not done. */
export const insertUnsent = (
  database: JournalDatabase,
  { entry, serial, run, at }: Pick<SentEntry, "entry" | "serial" | "run" | "at">,
): void =>
  database.run(
    `INSERT INTO identity_event (entry, serial, run, state, at)
     VALUES (:entry, :serial, :run, 'unsent', :at)`,
    { entry, serial, run, at },
  );

/** Adds what was found out, or decided, of an entry beside its runs. */
export const insertSettling = (
  database: JournalDatabase,
  { entry, serial, state, board, note, at }: IdentitySettling,
): void =>
  database.run(
    `INSERT INTO identity_event (entry, serial, run, state, board_mac, note, at)
     VALUES (:entry, :serial, NULL, :state, :board, :note, :at)`,
    { entry, serial, state, board, note, at },
  );

/** What the last run with the entry was to write, and where; none if there was no run. */
export const selectSentFields = (
  database: JournalDatabase,
  entry: string,
): readonly BoardField[] => {
  const row = database.first(
    `SELECT fields FROM identity_event
     WHERE entry = :entry AND state = 'sent' ORDER BY id DESC LIMIT 1`,
    { entry },
  );
  return row === undefined ? [] : database.json<readonly BoardField[]>(row, "fields");
};
