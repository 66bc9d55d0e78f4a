import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { completeRecord, type StoredRecord } from "../run/complete-record.ts";
import type { RunRecord } from "../run/run-record.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";

/** What a line keeps of a record that a worker of another version brings; null where it cannot read it. */
export type ReadRecord = (record: unknown) => RunRecord | null;

/** What the line's journal has of a run of a station. */
export interface HeldRun {
  readonly run: string;
  /** Where the station's chain must have its end, and with which hash; null: an answer came ahead of the record. */
  readonly origin: { readonly place: number; readonly hash: string } | null;
  /** The record as it came, if it is not among the line's runs. */
  readonly aside: string | null;
}

/** A run's end and start as both journals must have them. */
const ROWS = `
SELECT e.record, s.lot, s.serial, s.fixture, s.station, s.started_at,
  e.ended_at, e.verdict, e.failure_code, e.mac
FROM run_ended e JOIN run_started s ON s.run = e.run WHERE e.run = ?`;

/**
 * What is wrong with a run that the line's journal, `here`, has of the station that writes `there`. Throws what
 * SQLite throws.
 */
export const runComparer = (
  here: DatabaseSync,
  there: DatabaseSync,
  read: ReadRecord,
): ((held: HeldRun) => JournalFault | undefined) => {
  const [kept, written] = [here.prepare(ROWS), there.prepare(ROWS)];
  const checkOrigin = originChecker(there);
  return (held) => {
    const { run, origin, aside } = held;
    const lost = checkOrigin(held);
    if (lost !== undefined) return lost;
    const where = whereIs(run, origin?.place ?? null);
    const theirs = written.get(run);
    if (theirs === undefined) {
      const problem = `The line has the end of run ${run} of this station, whose own journal has none.`;
      return journalFault("record-missing", problem, where);
    }
    const ours = aside === null ? kept.get(run) : { ...theirs, record: aside };
    if (ours === undefined) {
      const problem = `The line took the end of run ${run}, and does not have it any more.`;
      return journalFault("record-missing", problem, where);
    }
    if (isSame(ours, theirs, read)) return undefined;
    const problem = `The end of run ${run} of ${String(theirs.serial)} is not the same in both: ${String(ours.verdict)} in the line's journal, ${String(theirs.verdict)} in the station's.`;
    return journalFault("record-differs", problem, where);
  };
};

/** Where a run's end stands, for a fault. */
export const whereIs = (
  run: string,
  place: number | null,
): Pick<JournalFault, "place" | "table" | "key"> => ({
  place,
  table: "run_ended",
  key: keyOf(run),
});

/** As the chain has it. */
const keyOf = (run: string): string => JSON.stringify([run]);

const originChecker = (there: DatabaseSync): ((held: HeldRun) => JournalFault | undefined) => {
  const last = Number(there.prepare("SELECT max(place) AS last FROM chain").get()?.last ?? 0);
  const select = there.prepare(
    "SELECT row_of, key, lower(hex(hash)) AS hash FROM chain WHERE place = ?",
  );
  return ({ run, origin }) => {
    if (origin === null) return undefined;
    const { place, hash } = origin;
    const where = whereIs(run, place);
    if (place > last) {
      const problem = `The station's journal ends at place ${last}: the end of run ${run}, which it brought from place ${place}, is missing.`;
      return journalFault("tail-cut", problem, where);
    }
    const found = select.get(place);
    const isIt = found?.hash === hash && found.row_of === "run_ended" && found.key === keyOf(run);
    if (isIt) return undefined;
    const problem = `The station's chain has something else here than the end of run ${run}, which it brought from here.`;
    return journalFault("history-differs", problem, where);
  };
};

type Columns = Readonly<Record<string, SQLOutputValue>>;

const isSame = (
  { record: ourText, ...ours }: Columns,
  { record: theirText, ...theirs }: Columns,
  read: ReadRecord,
): boolean => {
  if (!isDeepStrictEqual(ours, theirs)) return false;
  if (ourText === theirText) return true;
  try {
    // Each as it was complete when it was written there: fields came since.
    const our = completeRecord(JSON.parse(String(ourText)) as StoredRecord);
    const sent = completeRecord(JSON.parse(String(theirText)) as StoredRecord);
    // What a newer worker adds, the line's program does not take.
    return isDeepStrictEqual(our, sent) || isDeepStrictEqual(our, read(sent));
  } catch {
    // One of the two is no record.
    return false;
  }
};
