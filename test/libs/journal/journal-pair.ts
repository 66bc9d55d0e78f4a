import { join } from "node:path";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JOURNAL_FILE, openJournal } from "../../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { samplePass, sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

/** The folders of a line's journal and of a station's that works for it. */
export interface JournalPair {
  readonly line: string;
  readonly station: string;
}

/** The journal's file of a folder. */
export const fileIn = (folder: string): string => join(folder, JOURNAL_FILE);

/** A pair at rest: the station ended the runs, and the line has the first so many of them. */
export const journalPair = (runs: readonly string[], brought = runs.length): JournalPair => {
  const pair = { line: scratchFolder(), station: scratchFolder() };
  using line = openJournal(pair.line, { mode: "write" });
  using station = openJournal(pair.station, { mode: "write" });
  const own = { run: "OWN", serial: "S-OWN" };
  line.endRun(samplePass(own));
  for (const run of runs) endFor(line, station, run);
  for (const run of runs.slice(0, brought)) bring(line, station, run);
  return pair;
};

/** The line sends the station a run, which it ends. */
export const endFor = (line: Journal, station: Journal, run: string): void => {
  const start = sampleStart({ run, serial: `S-${run}`, station: "line-b" });
  const { lot, serial, fixture, attempt } = start;
  const [sent, at] = [{ lot, serial, fixture, attempt }, start.startedAt];
  line.sent.note({
    run,
    ...sent,
    purpose: "product",
    station: "line-b",
    journal: station.head().journal,
    at,
  });
  station.startRun(start, line.head().journal);
  station.endRun(samplePass(start));
};

/** The station's answer comes to the line, ahead of the record. Folders of journals that nobody has open. */
export const answer = (line: string, station: string, run: string): void => {
  using here = openJournal(line, { mode: "write" });
  using there = openJournal(station, { mode: "read" });
  const record = there.record(run);
  if (record === undefined) throw new Error(`${run} has not ended`);
  here.endRun(record);
};

/** The station's record of a run comes to the line, as `read` there. */
export const bring = (
  line: Journal,
  station: Journal,
  run: string,
  read: (record: RunRecord) => RunRecord | null = (record) => record,
): void => {
  const [record, place] = [station.record(run), station.placeOf(run)];
  if (record === undefined || place === undefined) throw new Error(`${run} has not ended`);
  const origin = { journal: station.head().journal, ...place, station: "line-b" };
  const brought = { run, record: read(record), text: JSON.stringify(record) };
  line.handover.take(origin, brought, record.endedAt);
};
