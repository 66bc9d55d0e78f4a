import {
  completeRecord,
  recordedPartOf,
  type StoredRecord,
  type StoredStart,
} from "../run/complete-record.ts";
import { inOrderOfStart, type RunFacts } from "../run/run-facts.ts";
import { RECORD_SCHEMA } from "../run/run-record.ts";
import type { JournalDatabase, Row } from "./journal-database.ts";
import { conditionsOf, type RunFilter } from "./run-filter.ts";

/** All runs of every board that has one that fits the filter, in order of start. */
export const selectRunFacts = (
  database: JournalDatabase,
  filter: RunFilter,
): readonly RunFacts[] => {
  const { sql, parameters } = conditionsOf(filter);
  const rows = database.each(
    `SELECT coalesce(e.record, s.record) AS record
     FROM run_started s LEFT JOIN run_ended e ON e.run = s.run
     WHERE ${isOfWholeBoards(filter) ? sql : ofBoardsWith(sql)}`,
    parameters,
  );
  // Whole records are many megabytes: each is let go before the next one is read, and SQLite sorts none.
  return Array.from(rows, (row) => factsIn(database, row)).sort(inOrderOfStart);
};

const ofBoardsWith = (sql: string): string =>
  `(s.lot, s.serial) IN (SELECT s.lot, s.serial FROM run_started s WHERE ${sql})`;

/** What fits has all runs of its boards: then nothing needs to be looked up. */
const isOfWholeBoards = ({ lot: _, serial: __, ...parts }: RunFilter): boolean =>
  Object.values(parts).every((part) => part === undefined);

const factsIn = (database: JournalDatabase, row: Row): RunFacts => {
  const stored = database.json<StoredRecord | StoredStart>(row, "record");
  const end = "verdict" in stored ? stored : OPEN;
  return {
    run: stored.run,
    lot: stored.lot,
    serial: stored.serial,
    fixture: stored.fixture,
    attempt: stored.attempt,
    startedAt: stored.startedAt,
    station: stored.station,
    operator: stored.operator,
    recipe: stored.recipe,
    approval: stored.approval ?? null,
    images: stored.images,
    purpose: stored.purpose ?? "product",
    endedAt: end.endedAt,
    verdict: end.verdict,
    failure: end.failure,
    board: end.board && { mac: end.board.mac },
    copiedMac: end.copiedMac ?? null,
    recorded: recordedPartOf(end),
    steps: end.steps.map(({ step, durationMs }) => ({ step, durationMs })),
  };
};

const OPEN = {
  endedAt: null,
  recorded: "start",
  verdict: "open",
  failure: null,
  board: null,
  copiedMac: null,
  steps: [],
} as const;

/** Pieces of so many records are read at a time: a slow reader then holds up no writer. */
const PIECE = 200;

/** Records as JSON, each with every field of today's. */
export function* selectRecordTexts(
  database: JournalDatabase,
  runs: readonly string[],
): Generator<string> {
  for (let from = 0; from < runs.length; from += PIECE) {
    const piece = runs.slice(from, from + PIECE);
    const rows = database.rows(
      `SELECT run, record, record ->> '$.schema' AS schema FROM run_ended
       WHERE run IN (SELECT value FROM json_each(:piece))`,
      { piece: JSON.stringify(piece) },
    );
    const texts = new Map(rows.map((row) => [row.run, textIn(database, row)]));
    yield* piece.map((run) => texts.get(run)).filter((text) => text !== undefined);
  }
}

/** As it was written, unless an older program wrote it. */
const textIn = (database: JournalDatabase, row: Row): string =>
  row.schema === RECORD_SCHEMA
    ? database.text(row, "record")
    : JSON.stringify(completeRecord(database.json<StoredRecord>(row, "record")));

/** Every fixture that ever had a run. */
export const selectFixtures = (database: JournalDatabase): readonly string[] =>
  database
    .rows("SELECT DISTINCT fixture FROM run_started ORDER BY fixture")
    .map((row) => database.text(row, "fixture"));
