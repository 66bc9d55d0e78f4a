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
  /** Runs that ended there for the line, behind the last one that was brought. */
  readonly waiting: number;
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
  const { lost, waiting } = findUnbrought(here, there, { own, from });
  return { brought, aside, waiting, faults: firstOfEach([...found, ...lost]) };
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

/** Runs that ended for the line and are not there: lost, if a later one is; else they merely wait. */
const findUnbrought = (
  here: DatabaseSync,
  there: DatabaseSync,
  { own, from }: JournalPair,
): { readonly lost: readonly JournalFault[]; readonly waiting: number } => {
  const wasBrought = here.prepare("SELECT 1 FROM record_brought WHERE journal = ? AND run = ?");
  const ended = there.prepare("SELECT run FROM handover_order WHERE target = ? ORDER BY place");
  const lost: string[] = [];
  let waiting: string[] = [];
  for (const { run } of ended.iterate(own)) {
    if (wasBrought.get(from, String(run)) === undefined) {
      waiting.push(String(run));
    } else {
      lost.push(...waiting);
      waiting = [];
    }
  }
  const place = there.prepare("SELECT place FROM chain WHERE row_of = 'run_ended' AND key = ?");
  return {
    lost: lost.map((run) => {
      const at = place.get(JSON.stringify([run]))?.place;
      const problem = `The station ended run ${run} for the line, whose journal does not have it.`;
      return journalFault("not-brought", problem, whereIs(run, at == null ? null : Number(at)));
    }),
    waiting: waiting.length,
  };
};

const firstOfEach = (faults: readonly JournalFault[]): readonly JournalFault[] =>
  [...Map.groupBy(faults, ({ kind }) => kind).values()].flatMap((some) => some.slice(0, TOLD));
