import { type GeneratedLine, generateRuns } from "../../apps/bench/generate-runs.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import { rawJournal } from "./raw-journal.ts";

/** Boards that were ordered and never run, in a lot that has no run. */
export const NOT_RUN = Array.from({ length: 20 }, (_, n) => `LATE${n}`);

/** The last runs of a generated journal have no end. */
export const OPEN_RUNS = 5;

/**
 * Writes a journal of generated runs into `folder`, and the rows of each run as `Journal.endRun` does
 * (a test compares them): by its own commits it would take a minute. Its triggers rest meanwhile: the runs are
 * neither chained nor on their way to a receiver, which no report asks for.
 */
export const writeGeneratedJournal = (folder: string, line: GeneratedLine): void => {
  const journal = openJournal(folder, { mode: "write" });
  journal.bindLot({
    lot: "LOT-LATE",
    recipes: ["ab12cd34".repeat(8)],
    images: ["ab12cd34".repeat(8)],
    serials: NOT_RUN,
    startedAt: "2026-05-01T08:00:00.000Z",
  });
  journal.close();
  using raw = rawJournal(folder);
  // Nobody else writes, and nothing is lost if this breaks off.
  raw.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN");
  const triggers = raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${name}`);
  const start = raw.prepare("INSERT INTO run_started VALUES (?, ?, ?, ?, ?, ?, ?)");
  const end = raw.prepare("INSERT INTO run_ended VALUES (?, ?, ?, ?, ?, ?)");
  let left = line.runs;
  for (const record of generateRuns(line)) {
    const { run, lot, serial, fixture, station, startedAt } = record;
    start.run(run, lot, serial, fixture, station, startedAt, JSON.stringify(startOf(record)));
    left -= 1;
    if (left < OPEN_RUNS) continue;
    const { endedAt, verdict, failure, board } = record;
    end.run(
      run,
      endedAt,
      verdict,
      failure?.code ?? null,
      board?.mac ?? null,
      JSON.stringify(record),
    );
  }
  for (const { sql } of triggers) raw.exec(String(sql));
  raw.exec("COMMIT; PRAGMA journal_mode = WAL");
};

/** In the order of a record, which begins with its start. */
const startOf = (record: RunRecord): object =>
  Object.fromEntries(Object.entries(record).slice(0, Object.keys(record).indexOf("program") + 1));
