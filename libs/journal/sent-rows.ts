import type { Purpose } from "../run/purpose.ts";
import { HANDOVER_SINCE } from "./handover-tables.ts";
import type { JournalDatabase, Row } from "./journal-database.ts";

/** A run that is given to a worker. */
export interface SentRun {
  readonly run: string;
  readonly lot: string;
  readonly serial: string;
  readonly fixture: string;
  readonly attempt: number;
  readonly purpose: Purpose;
  /** Of the worker. */
  readonly station: string;
  /** Id of the worker's journal. */
  readonly journal: string;
  /** ISO time. */
  readonly at: string;
}

/** Why a run that was sent is waited for no more: surely not done, or a person says the board is here. */
export type LetGo =
  | { readonly run: string; readonly why: "never-began"; readonly at: string }
  | { readonly run: string; readonly why: "said"; readonly by: string; readonly at: string };

/** Runs of the lot, or of a serial; of all without either. */
export interface SentFilter {
  readonly lot?: string | undefined;
  readonly serial?: string | undefined;
}

/** Adds that a run is given to a worker. */
export const insertSentRun = (database: JournalDatabase, sent: SentRun): void =>
  database.run(
    `INSERT INTO run_sent (run, lot, serial, fixture, attempt, purpose, station, journal, at)
     VALUES (:run, :lot, :serial, :fixture, :attempt, :purpose, :station, :journal, :at)`,
    { ...sent },
  );

/** Adds that a run is waited for no more; a second word of the same run changes nothing. */
export const insertLetGo = (database: JournalDatabase, letGo: LetGo): void =>
  database.run(
    `INSERT INTO run_let_go (run, why, said_by, at) SELECT :run, :why, :by, :at
     WHERE EXISTS (SELECT 1 FROM run_sent WHERE run = :run)
       AND NOT EXISTS (SELECT 1 FROM run_let_go WHERE run = :run)`,
    { run: letGo.run, why: letGo.why, by: letGo.why === "said" ? letGo.by : null, at: letGo.at },
  );

/** Runs that were sent, have no end here, and are waited for, in the order they were sent. */
export const selectUnended = (
  database: JournalDatabase,
  { lot, serial }: SentFilter,
): readonly SentRun[] => {
  if (database.version() < HANDOVER_SINCE) return [];
  return database
    .rows(
      `SELECT s.* FROM run_sent s
       WHERE (:lot IS NULL OR s.lot = :lot) AND (:serial IS NULL OR s.serial = :serial)
         AND NOT EXISTS (SELECT 1 FROM run_ended e WHERE e.run = s.run)
         AND NOT EXISTS (SELECT 1 FROM run_let_go g WHERE g.run = s.run)
       ORDER BY s.rowid`,
      { lot: lot ?? null, serial: serial ?? null },
    )
    .map((row) => sentIn(database, row));
};

/** The highest attempt of each product of a lot that was begun or may have been. */
export const selectAttempts = (
  database: JournalDatabase,
  lot: string,
): ReadonlyMap<string, number> => {
  const rows = database.rows(
    `SELECT serial, max(attempt) AS attempts FROM (
       SELECT serial, record ->> '$.attempt' AS attempt FROM run_started
       WHERE lot = :lot AND coalesce(record ->> '$.purpose', 'product') = 'product'
       UNION ALL
       SELECT serial, attempt FROM run_sent s
       WHERE lot = :lot AND purpose = 'product' AND NOT EXISTS
         (SELECT 1 FROM run_let_go g WHERE g.run = s.run AND g.why = 'never-began'))
     GROUP BY serial`,
    { lot },
  );
  return new Map(rows.map((row) => [database.text(row, "serial"), Number(row.attempts)]));
};

/** Notes that a run which did not begin must never begin; false where it began. */
export const insertVoid = (database: JournalDatabase, run: string, at: string): boolean =>
  database.atomically(() => {
    const began = database.first("SELECT 1 FROM run_started WHERE run = :run", { run });
    if (began !== undefined) return false;
    database.run(
      `INSERT INTO run_void (run, at) SELECT :run, :at
       WHERE NOT EXISTS (SELECT 1 FROM run_void WHERE run = :run)`,
      { run, at },
    );
    return true;
  });

/** Whether a run must never begin. */
export const isVoid = (database: JournalDatabase, run: string): boolean =>
  database.first("SELECT 1 FROM run_void WHERE run = :run", { run }) !== undefined;

const sentIn = (database: JournalDatabase, row: Row): SentRun => ({
  run: database.text(row, "run"),
  lot: database.text(row, "lot"),
  serial: database.text(row, "serial"),
  fixture: database.text(row, "fixture"),
  attempt: Number(row.attempt),
  purpose: database.text(row, "purpose") as Purpose,
  station: database.text(row, "station"),
  journal: database.text(row, "journal"),
  at: database.text(row, "at"),
});
