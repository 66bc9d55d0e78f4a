import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Outcome } from "../../libs/failure/verdict.ts";
import { readToldHeads } from "../../libs/journal/told-heads.ts";
import { verifyJournal } from "../../libs/journal/verify-journal.ts";
import type { JournalRun, RoundJournal } from "./round-facts.ts";

/** By SQL alone: the product's own reader is under test, too. */
const RUNS = `
SELECT s.run, s.serial, s.fixture, s.record ->> '$.attempt' AS attempt, s.started_at AS startedAt,
       e.ended_at AS endedAt, e.verdict, e.failure_code AS code, e.record
FROM run_started s LEFT JOIN run_ended e ON e.run = s.run
ORDER BY s.started_at, s.run`;

interface RunRow extends Omit<JournalRun, "end"> {
  readonly endedAt: string | null;
  readonly verdict: Outcome;
  readonly code: string | null;
  readonly record: string;
}

/** Every run of the journal in a data folder, and whether it is whole; none where there is no journal. */
export const readJournal = (name: RoundJournal["name"], dataDir: string): RoundJournal => {
  const file = join(dataDir, "journal.sqlite");
  if (!existsSync(file)) return { name, runs: [], faults: [] };
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    // What the query selects.
    const rows = database.prepare(RUNS).all() as unknown as readonly RunRow[];
    const { faults } = verifyJournal({ file, told: readToldHeads(dataDir) });
    return { name, runs: rows.map(runIn), faults: faults.map((fault) => JSON.stringify(fault)) };
  } finally {
    database.close();
  }
};

const runIn = ({ endedAt, verdict, code, record, ...start }: RunRow): JournalRun => ({
  ...start,
  end: endedAt === null ? undefined : { endedAt, verdict, code, record },
});
