import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { runRecordSchema } from "../../libs/dispatch/run-schemas.ts";
import type { ToldHead } from "../../libs/journal/check-heads.ts";
import {
  type BroughtBy,
  compareJournals,
  findUnproven,
  type JournalComparison,
} from "../../libs/journal/compare-journals.ts";
import { JOURNAL_FILE } from "../../libs/journal/open-journal.ts";
import { readToldHeads } from "../../libs/journal/told-heads.ts";
import { type JournalProof, verifyJournal } from "../../libs/journal/verify-journal.ts";

/** A station's journal: what its own chain proves, and how it agrees with the line's. */
export interface StationProof {
  readonly file: string;
  readonly proof: JournalProof;
  readonly told: readonly ToldHead[];
  readonly comparison: JournalComparison;
}

/** What the journals of a line's stations prove of the line's. */
export interface LineProof {
  readonly stations: readonly StationProof[];
  /** Those whose journal was not given. */
  readonly unproven: readonly BroughtBy[];
}

/**
 * Holds the line's journal against those of stations, each a data folder or a copy. Throws `InputError` where one
 * is no such journal, `JournalError` where one cannot be read.
 */
export const proveStations = (line: string, against: readonly string[]): LineProof => {
  const stations = against.map((place): StationProof => {
    const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
    const file = isFolder ? join(place, JOURNAL_FILE) : place;
    const told = isFolder ? readToldHeads(dirname(file)) : [];
    const proof = verifyJournal({ file, told });
    const read = (record: unknown) => runRecordSchema.safeParse(record).data ?? null;
    return { file, proof, told, comparison: compareJournals({ line, station: file, read }) };
  });
  const compared = new Set(stations.flatMap(({ proof }) => proof.head?.journal ?? []));
  return { stations, unproven: findUnproven(line, compared) };
};

/** Whether anything is wrong with a station's journal, or with what the line has of it. */
export const hasFaults = ({ stations }: LineProof): boolean =>
  stations.some(({ proof, comparison }) => proof.faults.length + comparison.faults.length > 0);
