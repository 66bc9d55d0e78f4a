import type { Outcome } from "../failure/verdict.ts";
import { NO_LOT } from "../run/purpose.ts";
import type { JournalDatabase } from "./journal-database.ts";

/** What version 5 added: a board is looked for however its runs ended. */
export const BOARD_INDEX = `
CREATE INDEX run_ended_board ON run_ended (mac) WHERE mac IS NOT NULL;
`;

/** What version 9 added: the boards that unbricks met, by the MAC in their calibration. */
export const UNBRICK_INDEX = `
CREATE INDEX run_ended_unbrick ON run_ended (record ->> '$.unbrick.mac')
WHERE record ->> '$.unbrick.mac' IS NOT NULL;
`;

/** A lot that a serial was ordered in or run in. */
export interface LotOfSerial {
  readonly lot: string;
  /** ISO time of the lot's first sitting; of its first run where nothing else is known. */
  readonly startedAt: string;
}

/** A run of a board, by the MAC it was found with. */
export interface RunOfBoard {
  /** 12 hex digits. */
  readonly mac: string;
  readonly run: string;
  readonly serial: string;
  readonly lot: string;
  readonly verdict: Outcome;
  /** ISO time. */
  readonly startedAt: string;
}

/** Something that happened to what a serial was given for itself; what that is stays out of it. */
export interface IdentityHappening {
  /** ISO time. */
  readonly at: string;
  readonly entry: string;
  /** As the ledger has it, or `sent`, `unsent`: on its way with a run, called back. */
  readonly state: string;
  /** Null where a person or a reading decided. */
  readonly run: string | null;
  /** MAC the board had, 12 hex digits. */
  readonly boardMac: string | null;
  /** MAC it was given, 12 hex digits. */
  readonly givenMac: string | null;
  /** Who settled it, and how. */
  readonly note: string | null;
}

/** The lots of a serial, oldest first. */
export const selectLotsOf = (database: JournalDatabase, serial: string): readonly LotOfSerial[] =>
  database
    .rows(
      `SELECT lot, min(started_at) AS started_at FROM (
         SELECT b.lot, b.started_at FROM lot_bound b WHERE b.lot IN
           (SELECT lot FROM lot_serial WHERE serial = :serial
            UNION SELECT lot FROM run_started WHERE serial = :serial)
         UNION ALL SELECT lot, started_at FROM run_started
           WHERE serial = :serial AND lot <> :none)
       GROUP BY lot ORDER BY min(started_at), lot`,
      { serial, none: NO_LOT },
    )
    .map((row) => ({
      lot: database.text(row, "lot"),
      startedAt: database.text(row, "started_at"),
    }));

/** Ended runs of boards with this MAC under other serials, unbricks too, in order of start. */
export const selectRunsWithMac = (
  database: JournalDatabase,
  mac: string,
  exceptSerial: string,
): readonly RunOfBoard[] =>
  database
    .rows(
      `SELECT e.run, s.serial, s.lot, e.verdict, s.started_at FROM run_ended e
       JOIN run_started s ON s.run = e.run
       WHERE (e.mac = :mac OR e.record ->> '$.unbrick.mac' = :mac) AND s.serial <> :exceptSerial
       ORDER BY s.started_at, s.run`,
      { mac, exceptSerial },
    )
    .map((row) => ({
      mac,
      run: database.text(row, "run"),
      serial: database.text(row, "serial"),
      lot: database.text(row, "lot"),
      verdict: database.text(row, "verdict") as Outcome,
      startedAt: database.text(row, "started_at"),
    }));

/** All that happened to a serial's identities, oldest first; none in a journal of before the ledger. */
export const selectHappenings = (
  database: JournalDatabase,
  serial: string,
): readonly IdentityHappening[] => {
  const ledger = "SELECT 1 FROM sqlite_schema WHERE name = 'identity_event'";
  if (database.first(ledger, {}) === undefined) return [];
  return database
    .rows(
      `SELECT at, entry, state, run, board_mac, given_mac, note FROM identity_event
       WHERE serial = :serial ORDER BY id`,
      { serial },
    )
    .map((row) => ({
      at: database.text(row, "at"),
      entry: database.text(row, "entry"),
      state: database.text(row, "state"),
      run: database.textOrNull(row, "run"),
      boardMac: database.textOrNull(row, "board_mac"),
      givenMac: database.textOrNull(row, "given_mac"),
      note: database.textOrNull(row, "note"),
    }));
};
