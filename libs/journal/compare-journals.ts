import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { InputError } from "../input/input-error.ts";
import { atRest } from "./at-rest.ts";
import { type BroughtCount, checkBrought, type JournalPair } from "./check-brought.ts";
import type { ReadRecord } from "./compare-run.ts";
import { fileDamage } from "./file-damage.ts";
import { JournalError } from "./journal-error.ts";
import type { JournalFault } from "./journal-fault.ts";

/** A station's journal held against the line's. */
export interface JournalComparison extends BroughtCount {
  /** The names under which it brought records. */
  readonly stations: readonly string[];
  /** None: the line has what the station brought it, just as it stands there. */
  readonly faults: readonly JournalFault[];
}

/** Whose records a line's journal has. */
export interface BroughtBy {
  /** Id of their journal. */
  readonly journal: string;
  /** The names under which they came. */
  readonly stations: readonly string[];
  readonly records: number;
}

/** The files of two journals, and what a record is that a line took from another program. */
export interface JournalsToCompare {
  readonly line: string;
  readonly station: string;
  readonly read: ReadRecord;
}

/**
 * Holds the line's journal against that of a station, while both may be written: each record that was brought
 * must stand in the station's chain at its place, with its hash, and say the same. Both chains are proven by
 * `verifyJournal`, not here. Throws `InputError` for two files that are no such pair, `JournalError` where
 * disk or permissions do not let one be read.
 */
export const compareJournals = (asked: JournalsToCompare): JournalComparison => {
  const files = [asked.line, asked.station];
  const isAtRest = files.every((file) => !existsSync(`${file}-wal`));
  const quiet = isAtRest ? compare(asked, atRest) : undefined;
  if (quiet?.faults.length === 0) return quiet;
  try {
    // A writer that came in between looks like a fault: then it counts what SQLite's locks show.
    return compare(asked, (file) => file);
  } catch (error) {
    // In a folder that is not ours to write there are no locks.
    if (quiet !== undefined && error instanceof JournalError) return quiet;
    throw error;
  }
};

/** Whose records the line's journal has, but for those of the journals named. Throws as `compareJournals`. */
export const findUnproven = (line: string, compared: ReadonlySet<string>): readonly BroughtBy[] => {
  try {
    using here = open(existsSync(`${line}-wal`) ? line : atRest(line));
    return bringersIn(here).filter(({ journal }) => !compared.has(journal));
  } catch (error) {
    fileDamage(error, line);
    // Whose records it has is not to be known of a damaged one.
    return [];
  }
};

const compare = (
  { line, station, read }: JournalsToCompare,
  placeOf: (file: string) => string | URL,
): JournalComparison => {
  let file = line;
  try {
    using here = open(placeOf(line));
    // Its state first: what the station has besides is newer.
    const own = idIn(here);
    file = station;
    using there = open(placeOf(station));
    const from = idIn(there);
    checkPair(here, there, { own, from, station });
    const { faults, ...count } = checkBrought(here, there, { own, from, read });
    const by = bringersIn(here).find(({ journal }) => journal === from);
    return { ...count, stations: by?.stations ?? [], faults };
  } catch (error) {
    if (error instanceof InputError) throw error;
    const nothing = { brought: 0, aside: 0, answered: 0, waiting: 0, missing: [], stations: [] };
    return { ...nothing, faults: [fileDamage(error, file)] };
  }
};

const open = (place: string | URL): DatabaseSync => {
  const database = new DatabaseSync(place, { readOnly: true, timeout: 5000 });
  database.exec("BEGIN");
  return database;
};

const idIn = (database: DatabaseSync): string =>
  String(database.prepare("SELECT journal FROM journal_id").get()?.journal);

const bringersIn = (line: DatabaseSync): readonly BroughtBy[] =>
  line
    .prepare(
      `SELECT journal, count(*) AS records, json_group_array(DISTINCT station) AS stations
       FROM record_brought GROUP BY journal ORDER BY min(id)`,
    )
    .all()
    .map(({ journal, records, stations }) => ({
      journal: String(journal),
      stations: JSON.parse(String(stations)) as readonly string[],
      records: Number(records),
    }));

/** A journal is no station of its own line, and a line none of its stations'. */
const checkPair = (
  here: DatabaseSync,
  there: DatabaseSync,
  { own, from, station }: JournalPair & { readonly station: string },
): void => {
  if (own === from) {
    throw new InputError(
      { source: "--against", field: station },
      "is the line's journal itself, or a copy of it.",
      "Name the data folder of a station that writes a journal of its own.",
    );
  }
  const has = (database: DatabaseSync, journal: string): boolean =>
    database.prepare("SELECT 1 FROM record_brought WHERE journal = ? LIMIT 1").get(journal) !==
    undefined;
  if (has(there, own) && !has(here, from)) {
    throw new InputError(
      { source: "--against", field: station },
      "is the line's journal, and the other one a station's of it.",
      "Name the line's by --data, and the station's by --against.",
    );
  }
};
