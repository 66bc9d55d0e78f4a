import type { RunRecord } from "../run/run-record.ts";
import type { JournalDatabase, Row } from "./journal-database.ts";
import { selectRecord } from "./run-rows.ts";

/** An ended run that is to be brought to another journal. */
export interface HandoverRecord {
  /** In the order in which runs for others ended here. */
  readonly place: number;
  /** The run before it on the same way; null for the first one ever. */
  readonly after: string | null;
  readonly record: RunRecord;
}

/** Where a record comes from: its journal, and its row's place and hash there. */
export interface RecordOrigin {
  readonly journal: string;
  readonly place: number;
  readonly hash: string;
  readonly station: string;
}

/** What became of a record that was brought: refused is one that contradicts a stored one. */
export type BroughtFate = "stored" | "refused" | "unreadable";

/** A record that was brought to this journal. */
export interface BroughtRecord extends RecordOrigin {
  readonly run: string;
  readonly fate: BroughtFate;
  /** As it came, where it is not among the runs. */
  readonly record: string | null;
  /** ISO time. */
  readonly at: string;
}

/** Notes for which journal a run that has just started is done. */
export const insertTarget = (database: JournalDatabase, run: string, target: string): void =>
  database.run("INSERT INTO run_target (run, target) VALUES (:run, :target)", { run, target });

/** All journals that runs ended for. */
export const selectTargets = (database: JournalDatabase): readonly string[] =>
  selectEach(database, "handover_order", "target");

/** The records for a journal behind a place, in order, at most `limit`. */
export const selectHandover = (
  database: JournalDatabase,
  target: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): readonly HandoverRecord[] => {
  const rows = database.rows(
    `SELECT place, run FROM handover_order WHERE target = :target AND place > :after
     ORDER BY place LIMIT :limit`,
    { target, after, limit },
  );
  let before = runBefore(database, target, after);
  return rows.flatMap((row) => {
    const run = database.text(row, "run");
    const record = selectRecord(database, run);
    if (record === undefined) return [];
    const entry = { place: Number(row.place), after: before, record };
    before = run;
    return [entry];
  });
};

const runBefore = (database: JournalDatabase, target: string, place: number): string | null => {
  const row = database.first(
    `SELECT run FROM handover_order WHERE target = :target AND place <= :place
     ORDER BY place DESC LIMIT 1`,
    { target, place },
  );
  return row === undefined ? null : database.text(row, "run");
};

/** The place of a run on its way to a journal; undefined where it is not on it. */
export const selectPlace = (
  database: JournalDatabase,
  target: string,
  run: string,
): number | undefined => {
  const row = database.first(
    "SELECT place FROM handover_order WHERE target = :target AND run = :run",
    { target, run },
  );
  return row === undefined ? undefined : Number(row.place);
};

/** Up to which place a journal last said it has the records; 0 where it never did. */
export const selectMark = (database: JournalDatabase, target: string): number =>
  Number(
    database.first(
      "SELECT place FROM handover_mark WHERE target = :target ORDER BY id DESC LIMIT 1",
      { target },
    )?.place ?? 0,
  );

/** Notes up to which place a journal said it has the records. */
export const insertHandoverMark = (
  database: JournalDatabase,
  mark: { readonly target: string; readonly place: number; readonly at: string },
): void =>
  database.run("INSERT INTO handover_mark (target, place, at) VALUES (:target, :place, :at)", {
    ...mark,
  });

/** How many records wait to be brought to a journal. */
export const countWaiting = (database: JournalDatabase, target: string): number =>
  Number(
    database.first(
      "SELECT count(*) AS waiting FROM handover_order WHERE target = :target AND place > :mark",
      { target, mark: selectMark(database, target) },
    )?.waiting ?? 0,
  );

/** The run of a journal whose record was brought last, whatever became of it; undefined: none was. */
export const selectLastBrought = (
  database: JournalDatabase,
  journal: string,
): BroughtRecord | undefined => {
  const row = database.first(
    "SELECT * FROM record_brought WHERE journal = :journal ORDER BY id DESC LIMIT 1",
    { journal },
  );
  return row && broughtIn(database, row);
};

/** The journals that ever brought a record. */
export const selectBringers = (database: JournalDatabase): readonly string[] =>
  selectEach(database, "record_brought", "journal");

/** The few values of an indexed column. Skips from one to the next: there may be 100,000 rows of each. */
const selectEach = (
  database: JournalDatabase,
  table: "handover_order" | "record_brought",
  column: "target" | "journal",
): readonly string[] =>
  database
    .rows(
      `WITH RECURSIVE each (value) AS (
         SELECT min(${column}) FROM ${table}
         UNION ALL
         SELECT (SELECT min(${column}) FROM ${table} WHERE ${column} > each.value)
         FROM each WHERE each.value IS NOT NULL)
       SELECT value FROM each WHERE value IS NOT NULL`,
    )
    .map((row) => database.text(row, "value"));

/** Whether a journal has brought a run's record, whatever became of it. */
export const wasBrought = (database: JournalDatabase, journal: string, run: string): boolean =>
  database.first("SELECT 1 FROM record_brought WHERE journal = :journal AND run = :run", {
    journal,
    run,
  }) !== undefined;

/** What became of a record that was brought just so before; undefined where it never was. */
export const selectBroughtAs = (
  database: JournalDatabase,
  { journal, hash }: RecordOrigin,
  run: string,
): BroughtFate | undefined => {
  const row = database.first(
    "SELECT fate FROM record_brought WHERE journal = :journal AND run = :run AND hash = :hash",
    { journal, run, hash },
  );
  return row && (database.text(row, "fate") as BroughtFate);
};

/** Adds what became of a record that was brought. */
export const insertBrought = (database: JournalDatabase, brought: BroughtRecord): void =>
  database.run(
    `INSERT INTO record_brought (journal, run, place, hash, station, fate, record, at)
     VALUES (:journal, :run, :place, :hash, :station, :fate, :record, :at)`,
    { ...brought },
  );

/** All records that were brought from a journal, in the order they came. */
export const selectBrought = (
  database: JournalDatabase,
  journal: string,
): readonly BroughtRecord[] =>
  database
    .rows("SELECT * FROM record_brought WHERE journal = :journal ORDER BY id", { journal })
    .map((row) => broughtIn(database, row));

/** From where a run's record was brought; none where it was written here. */
export const selectOriginsOf = (database: JournalDatabase, run: string): readonly BroughtRecord[] =>
  database
    .rows("SELECT * FROM record_brought WHERE run = :run ORDER BY id", { run })
    .map((row) => broughtIn(database, row));

const broughtIn = (database: JournalDatabase, row: Row): BroughtRecord => ({
  journal: database.text(row, "journal"),
  run: database.text(row, "run"),
  place: Number(row.place),
  hash: database.text(row, "hash"),
  station: database.text(row, "station"),
  fate: database.text(row, "fate") as BroughtFate,
  record: database.textOrNull(row, "record"),
  at: database.text(row, "at"),
});
