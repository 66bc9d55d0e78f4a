import type { RunRecord } from "../run/run-record.ts";
import { type JournalHead, selectHead, selectPlaceOf } from "./chain-rows.ts";
import type { JournalDatabase } from "./journal-database.ts";
import { selectRecord } from "./run-rows.ts";

/** A record and its place in the order in which records are delivered, from 1. */
export interface PlacedRecord {
  readonly place: number;
  readonly record: RunRecord;
  /** The journal, and the record's row in its chain; null where somebody broke that. */
  readonly origin: JournalHead | null;
}

/** A try to deliver the record at a place that went wrong. */
export interface DeliveryFailure {
  readonly place: number;
  /** Whom it was meant for, without anything secret. */
  readonly receiver: string;
  /** A sentence without anything secret. */
  readonly problem: string;
  /** ISO time. */
  readonly at: string;
}

/** All records up to a place were delivered. */
export type DeliveryMark = Omit<DeliveryFailure, "problem">;

/** How far delivery has come. */
export interface DeliveryStanding {
  /** Records that are not delivered. */
  readonly waiting: number;
  /** ISO time at which the oldest of them ended; null where none waits. */
  readonly oldestAt: string | null;
  readonly delivered: DeliveryMark | null;
  /** The first and the last failure noted of the oldest record that waits; null if it was not tried in vain. */
  readonly failing: { readonly since: string; readonly last: DeliveryFailure } | null;
}

/** The first record behind a place. */
export const selectNext = (database: JournalDatabase, after: number): PlacedRecord | undefined => {
  const row = database.first(
    "SELECT place, run FROM delivery_order WHERE place > :after ORDER BY place LIMIT 1",
    { after },
  );
  const run = row && database.text(row, "run");
  const record = run === undefined ? undefined : selectRecord(database, run);
  return row && record && { place: Number(row.place), record, origin: originOf(database, record) };
};

const originOf = (database: JournalDatabase, { run }: RunRecord): JournalHead | null => {
  const journal = selectHead(database)?.journal;
  const place = selectPlaceOf(database, run);
  return journal === undefined || place === undefined ? null : { journal, ...place };
};

/** The place up to which all is delivered; 0 where nothing was. */
export const selectDelivered = (database: JournalDatabase): number =>
  Number(database.first("SELECT max(place) AS place FROM delivery_mark", {})?.place ?? 0);

/** Adds how far delivery has come; a place that was marked before changes nothing. */
export const insertMark = (
  database: JournalDatabase,
  { place, receiver, at }: DeliveryMark,
): void =>
  database.run(
    `INSERT INTO delivery_mark (place, receiver, at) SELECT :place, :receiver, :at
     WHERE :place > (SELECT coalesce(max(place), 0) FROM delivery_mark)`,
    { place, receiver, at },
  );

/** Adds why a record was not delivered. */
export const insertFailure = (
  database: JournalDatabase,
  { place, receiver, problem, at }: DeliveryFailure,
): void =>
  database.run(
    `INSERT INTO delivery_failure (place, receiver, problem, at)
     VALUES (:place, :receiver, :problem, :at)`,
    { place, receiver, problem, at },
  );

/** How far delivery has come; of a journal of an older program that is only read, undefined. */
export const selectStanding = (database: JournalDatabase): DeliveryStanding | undefined => {
  if (!hasDelivery(database)) return undefined;
  const after = selectDelivered(database);
  const waiting = database.first(
    "SELECT count(*) AS records, min(place) AS place FROM delivery_order WHERE place > :after",
    { after },
  );
  const oldest = database.first(
    `SELECT e.ended_at FROM delivery_order o JOIN run_ended e ON e.run = o.run
     WHERE o.place > :after ORDER BY o.place LIMIT 1`,
    { after },
  );
  return {
    waiting: Number(waiting?.records ?? 0),
    oldestAt: oldest === undefined ? null : database.text(oldest, "ended_at"),
    delivered: markAt(database, after),
    failing: failingAt(database, Number(waiting?.place ?? 0)),
  };
};

/** When a run's record was delivered, and to whom; null if it was not. */
export const selectMarkOf = (database: JournalDatabase, run: string): DeliveryMark | null => {
  if (!hasDelivery(database)) return null;
  const row = database.first(
    `SELECT m.place FROM delivery_order o JOIN delivery_mark m ON m.place >= o.place
     WHERE o.run = :run ORDER BY m.place LIMIT 1`,
    { run },
  );
  return row === undefined ? null : markAt(database, Number(row.place));
};

const markAt = (database: JournalDatabase, place: number): DeliveryMark | null => {
  const row = database.first("SELECT receiver, at FROM delivery_mark WHERE place = :place", {
    place,
  });
  if (row === undefined) return null;
  return { place, receiver: database.text(row, "receiver"), at: database.text(row, "at") };
};

const failingAt = (database: JournalDatabase, place: number): DeliveryStanding["failing"] => {
  const rows = database.rows(
    `SELECT receiver, problem, at FROM delivery_failure f
     WHERE place = :place AND id IN
       (SELECT min(id) FROM delivery_failure WHERE place = :place
        UNION SELECT max(id) FROM delivery_failure WHERE place = :place)
     ORDER BY id`,
    { place },
  );
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    since: database.text(first, "at"),
    last: {
      place,
      receiver: database.text(last, "receiver"),
      problem: database.text(last, "problem"),
      at: database.text(last, "at"),
    },
  };
};

const hasDelivery = (database: JournalDatabase): boolean =>
  database.first("SELECT 1 FROM sqlite_schema WHERE name = 'delivery_order'", {}) !== undefined;
