import type { JournalDatabase } from "./journal-database.ts";

/** What version 3 added: the board that each run has met, by its MAC. */
export const MET_BOARD_TABLE = `
CREATE TABLE board_met (
  run TEXT NOT NULL PRIMARY KEY REFERENCES run_started (run),
  mac TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX board_met_mac ON board_met (mac);
`;

/** Its rows' key, as `appendOnly` wants it. */
export const MET_BOARD_KEYS: Readonly<Record<string, string>> = { board_met: "run = NEW.run" };

/** A board with a MAC of its own (12 hex digits), and the run that has it before it. */
export interface MetMac {
  readonly run: string;
  readonly mac: string;
  /** ISO time. */
  readonly at: string;
}

/** Another serial of the lot with the same MAC: one that passed, or whose run has not ended. */
export interface MacElsewhere {
  readonly serial: string;
  readonly state: "passed" | "at-work";
}

/**
 * Notes which board a run has met, unless another serial of its lot has that MAC: who asks first has
 * it, whichever process asks. A run's second question notes nothing more.
 */
export const takeMac = (database: JournalDatabase, met: MetMac): MacElsewhere | undefined =>
  database.atomically(() => {
    const other = selectElsewhere(database, met);
    if (other !== undefined) return other;
    const { run, mac, at } = met;
    const isNew = database.first("SELECT run FROM board_met WHERE run = :run", { run });
    if (isNew !== undefined) return undefined;
    database.run("INSERT INTO board_met (run, mac, at) VALUES (:run, :mac, :at)", { run, mac, at });
    return undefined;
  });

const selectElsewhere = (
  database: JournalDatabase,
  { run, mac }: MetMac,
): MacElsewhere | undefined => {
  const passed = database.first(
    `SELECT s.serial FROM run_ended e JOIN run_started s ON s.run = e.run
     JOIN run_started own ON own.run = :run
     WHERE e.verdict = 'pass' AND e.mac = :mac AND s.lot = own.lot AND s.serial <> own.serial
     ORDER BY s.started_at, s.run LIMIT 1`,
    { run, mac },
  );
  if (passed !== undefined) return { serial: database.text(passed, "serial"), state: "passed" };
  const open = database.first(
    `SELECT s.serial FROM board_met m JOIN run_started s ON s.run = m.run
     JOIN run_started own ON own.run = :run
     WHERE m.mac = :mac AND s.lot = own.lot AND s.serial <> own.serial
       AND NOT EXISTS (SELECT 1 FROM run_ended e WHERE e.run = m.run)
     ORDER BY m.at, m.run LIMIT 1`,
    { run, mac },
  );
  return open && { serial: database.text(open, "serial"), state: "at-work" };
};

/**
 * The MACs (12 hex digits) of the boards on which a serial passed, in any lot, by other runs than
 * `run`: as they were found, and as the passing run left them.
 */
export const selectPassedMacs = (
  database: JournalDatabase,
  serial: string,
  run: string,
): readonly string[] =>
  database
    .rows(
      `SELECT e.mac FROM run_ended e JOIN run_started s ON s.run = e.run
       WHERE s.serial = :serial AND s.run <> :run AND e.verdict = 'pass' AND e.mac IS NOT NULL
       UNION
       SELECT m.value AS mac FROM kept_sector k JOIN run_ended e ON e.run = k.run,
         json_each(k.board, '$.macs') m
       WHERE k.serial = :serial AND k.run <> :run AND e.verdict = 'pass' AND k.board IS NOT NULL`,
      { serial, run },
    )
    .map((row) => database.text(row, "mac"));
