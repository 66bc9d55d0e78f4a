import { isDeepStrictEqual } from "node:util";
import {
  completeRecord,
  completeStart,
  type StoredRecord,
  type StoredStart,
} from "../run/complete-record.ts";
import type { RunRecord, RunStart } from "../run/run-record.ts";
import { noteEnd } from "./identity-runs.ts";
import type { JournalDatabase, Row } from "./journal-database.ts";
import { conditionsOf, type RunFilter } from "./run-filter.ts";

/** What became of a record. `refused`: the run ended otherwise already, or the id is another run's. */
export type EndAnswer = "stored" | "already-stored" | "refused";

/** Adds a run's start. */
export const insertStart = (database: JournalDatabase, start: RunStart): void =>
  database.run(
    `INSERT INTO run_started (run, lot, serial, fixture, station, started_at, record)
     VALUES (:run, :lot, :serial, :fixture, :station, :startedAt, :record)`,
    {
      run: start.run,
      lot: start.lot,
      serial: start.serial,
      fixture: start.fixture,
      station: start.station,
      startedAt: start.startedAt,
      record: JSON.stringify(start),
    },
  );

/** Adds a run's end, and its start where another host delivers it. */
export const insertEnd = (database: JournalDatabase, record: RunRecord): EndAnswer =>
  database.atomically(() => {
    const ended = selectRecord(database, record.run);
    if (ended !== undefined) return isSameJson(ended, record) ? "already-stored" : "refused";
    const start = selectStart(database, record.run);
    if (start === undefined) insertStart(database, startOfRecord(record));
    else if (!isSameJson(start, startOfRecord(record))) return "refused";
    database.run(
      `INSERT INTO run_ended (run, ended_at, verdict, failure_code, mac, record)
       VALUES (:run, :endedAt, :verdict, :code, :mac, :record)`,
      {
        run: record.run,
        endedAt: record.endedAt,
        verdict: record.verdict,
        code: record.failure?.code ?? null,
        mac: record.board?.mac ?? null,
        record: JSON.stringify(record),
      },
    );
    noteEnd(database, record);
    return "stored";
  });

/** The record of an ended run. */
export const selectRecord = (database: JournalDatabase, run: string): RunRecord | undefined => {
  const row = database.first("SELECT record FROM run_ended WHERE run = :run", { run });
  return row && recordIn(database, row);
};

/** The start of a run, ended or not. */
export const selectStart = (database: JournalDatabase, run: string): RunStart | undefined => {
  const row = database.first("SELECT record FROM run_started WHERE run = :run", { run });
  return row && startIn(database, row);
};

/** Ended runs in order of start. */
export const selectRecords = (
  database: JournalDatabase,
  filter: RunFilter,
): readonly RunRecord[] => {
  const { sql, parameters } = conditionsOf(filter);
  return database
    .rows(
      `SELECT e.record FROM run_started s JOIN run_ended e ON e.run = s.run
       WHERE ${sql} ORDER BY s.started_at, s.run`,
      parameters,
    )
    .map((row) => recordIn(database, row));
};

/** Started runs without an end, in order of start. */
export const selectOpenRuns = (
  database: JournalDatabase,
  filter: RunFilter,
): readonly RunStart[] => {
  const { sql, parameters } = conditionsOf(filter);
  return database
    .rows(
      `SELECT s.record FROM run_started s
       WHERE NOT EXISTS (SELECT 1 FROM run_ended e WHERE e.run = s.run) AND ${sql}
       ORDER BY s.started_at, s.run`,
      parameters,
    )
    .map((row) => startIn(database, row));
};

const recordIn = (database: JournalDatabase, row: Row): RunRecord =>
  completeRecord(database.json<StoredRecord>(row, "record"));

const startIn = (database: JournalDatabase, row: Row): RunStart =>
  completeStart(database.json<StoredStart>(row, "record"));

const startOfRecord = (record: RunRecord): RunStart => ({
  run: record.run,
  lot: record.lot,
  serial: record.serial,
  fixture: record.fixture,
  attempt: record.attempt,
  schema: record.schema,
  purpose: record.purpose,
  startedAt: record.startedAt,
  station: record.station,
  port: record.port,
  operator: record.operator,
  recipe: record.recipe,
  approval: record.approval,
  images: record.images,
  program: record.program,
});

/** Equal once written as JSON, whatever the order of the keys. */
const isSameJson = (stored: unknown, given: unknown): boolean =>
  isDeepStrictEqual(stored, JSON.parse(JSON.stringify(given)));
