import { explainToEngineer, explainToOperator } from "../failure/explain.ts";
import type { Journal } from "../journal/journal.ts";
import type { KeptSector } from "../journal/kept-sector.ts";
import type { RunRecord, RunStart } from "../run/run-record.ts";
import { safeJson } from "./safe-json.ts";

/** All that is recorded about one serial, in every lot, in order of start. */
export interface BoardHistory {
  readonly serial: string;
  readonly runs: readonly RunRecord[];
  /** Started, and without an end in the journal. */
  readonly open: readonly RunStart[];
  readonly keptSectors: readonly KeptSector[];
}

/** Reads a serial's history. Throws `JournalError`. */
export const historyOf = (journal: Journal, serial: string): BoardHistory => {
  const open = journal.openRuns({ serial });
  const runs = journal.records({ serial });
  const ended = new Set(runs.map((record) => record.run));
  return {
    serial,
    runs,
    open: open.filter((start) => !ended.has(start.run)),
    keptSectors: journal.keptSectors(serial),
  };
};

/**
 * The history for programs, one object on one line: records as kept, failures in both wordings. What
 * saved sectors hold stays in the journal: a board's secrets may be in them.
 */
export const formatJsonHistory = (history: BoardHistory): string =>
  `${safeJson({
    serial: history.serial,
    runs: history.runs.map((record) => ({
      ...record,
      explanation: record.failure && {
        operator: explainToOperator(record.failure),
        engineer: explainToEngineer(record.failure),
      },
    })),
    open: history.open,
    keptSectors: history.keptSectors.map(({ run, address, before, at }) => ({
      run,
      address,
      length: before.length,
      at,
    })),
  })}\n`;
