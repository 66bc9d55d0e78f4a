import type { DatabaseSync } from "node:sqlite";
import { type HeldRun, type ReadRecord, runComparer, whereIs } from "./compare-run.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";

/** So many of a kind are told: a chain that was made anew differs at every record. */
const TOLD = 10;

/** How far a station's records are in the line's journal. */
export interface BroughtCount {
  /** Records that the station brought, each once. */
  readonly brought: number;
  /** Those of them that are kept aside: they contradict another, or could not be read. */
  readonly aside: number;
  /** Runs behind the last one that was brought whose end the line has all the same: its answer came ahead of the record. */
  readonly answered: number;
  /** Runs behind the last one that was brought whose end the line does not have. */
  readonly waiting: number;
  /** The first of those, in the order they ended. */
  readonly missing: readonly MissingRun[];
}

/** A run that a station ended for the line, which does not have its end yet. */
export interface MissingRun {
  readonly run: string;
  readonly serial: string;
  readonly fixture: string;
  readonly station: string;
  readonly verdict: string;
}

/** Ids of the line's journal and of the station's. */
export interface JournalPair {
  readonly own: string;
  readonly from: string;
}

/**
 * Whether the line's journal, `here`, has what the station's, `there`, ended for it, each record at its place of
 * the station's chain, with its hash, and the same in both: the first faults of each kind, in the order the
 * records were brought; places are those of the station's chain. Throws what SQLite throws.
 */
export const checkBrought = (
  here: DatabaseSync,
  there: DatabaseSync,
  { own, from, read }: JournalPair & { readonly read: ReadRecord },
): BroughtCount & { readonly faults: readonly JournalFault[] } => {
  const compareRun = runComparer(here, there, read);
  const found: JournalFault[] = [];
  let [brought, aside] = [0, 0];
  for (const held of heldRuns(here, from)) {
    if (held.origin !== null) brought += 1;
    if (held.aside !== null) aside += 1;
    const fault = compareRun(held);
    if (fault !== undefined) found.push(fault);
  }
  const { lost, behind } = findUnbrought(here, there, { own, from });
  const hasEnd = here.prepare("SELECT 1 FROM run_ended WHERE run = ?");
  const missing = behind.filter((run) => hasEnd.get(run) === undefined);
  return {
    ...{ brought, aside, answered: behind.length - missing.length, waiting: missing.length },
    missing: missing.slice(0, TOLD).flatMap((run) => describeRun(there, run)),
    faults: firstOfEach([...found, ...lost]),
  };
};

/** All that was brought from a journal; and the runs it was given whose answers came ahead of their records. */
function* heldRuns(here: DatabaseSync, from: string): Generator<HeldRun> {
  const rows = here.prepare(
    `SELECT run, place, hash, record FROM record_brought WHERE journal = :from
     UNION ALL
     SELECT s.run, NULL, NULL, NULL FROM run_sent s JOIN run_ended e ON e.run = s.run
     WHERE s.journal = :from AND NOT EXISTS
       (SELECT 1 FROM record_brought b WHERE b.journal = :from AND b.run = s.run)`,
  );
  for (const { run, place, hash, record } of rows.iterate({ from })) {
    yield {
      run: String(run),
      origin: place === null ? null : { place: Number(place), hash: String(hash) },
      aside: record === null ? null : String(record),
    };
  }
}

const describeRun = (there: DatabaseSync, run: string): readonly MissingRun[] =>
  there
    .prepare(
      `SELECT s.serial, s.fixture, s.station, e.verdict
       FROM run_started s JOIN run_ended e ON e.run = s.run WHERE s.run = ?`,
    )
    .all(run)
    .map(({ serial, fixture, station, verdict }) => ({
      run,
      serial: String(serial),
      fixture: String(fixture),
      station: String(station),
      verdict: String(verdict),
    }));

/** Runs that ended for the line and were not brought: lost, if a later one was; else they are behind the last one. */
const findUnbrought = (
  here: DatabaseSync,
  there: DatabaseSync,
  { own, from }: JournalPair,
): { readonly lost: readonly JournalFault[]; readonly behind: readonly string[] } => {
  const wasBrought = here.prepare("SELECT 1 FROM record_brought WHERE journal = ? AND run = ?");
  const ended = there.prepare("SELECT run FROM handover_order WHERE target = ? ORDER BY place");
  const lost: string[] = [];
  let behind: string[] = [];
  for (const { run } of ended.iterate(own)) {
    if (wasBrought.get(from, String(run)) === undefined) {
      behind.push(String(run));
    } else {
      lost.push(...behind);
      behind = [];
    }
  }
  const place = there.prepare("SELECT place FROM chain WHERE row_of = 'run_ended' AND key = ?");
  return {
    lost: lost.map((run) => {
      const at = place.get(JSON.stringify([run]))?.place;
      const problem = `The station ended run ${run} for the line, whose journal does not have it.`;
      return journalFault("not-brought", problem, whereIs(run, at == null ? null : Number(at)));
    }),
    behind,
  };
};

const firstOfEach = (faults: readonly JournalFault[]): readonly JournalFault[] =>
  [...Map.groupBy(faults, ({ kind }) => kind).values()].flatMap((some) => some.slice(0, TOLD));
