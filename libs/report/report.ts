import type { Figures } from "../figures/figures.ts";
import type { LineDecision } from "../journal/line-decision.ts";
import type { LotSummary } from "./summarise-lot.ts";
import type { ReportTotals } from "./totals.ts";

/** Which runs a report is about; null: no bound. */
export interface ReportScope {
  readonly lot: string | null;
  readonly fixture: string | null;
  /** ISO time: runs that started then or later. */
  readonly since: string | null;
  /** ISO time: runs that started before. */
  readonly until: string | null;
}

/** What every format of the report is made from. Every text in it is as others wrote it: escape it. */
export interface Report {
  readonly scope: ReportScope;
  /** Name of the zone whose clock shifts, days and times on paper follow, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** When the journal was read, ISO time. */
  readonly madeAt: string;
  /** Where the journal ended then, `JOURNAL:PLACE:HASH`; null for that of an older program. */
  readonly head: string | null;
  /** Lots with a run in view, without bounds all that were ever ordered; oldest first. */
  readonly lots: readonly LotSummary[];
  /** Over all lots; a serial in two lots counts in both. */
  readonly totals: ReportTotals;
  readonly figures: Figures;
  /** Ended runs in view that prove a fixture, by a golden or must-fail board: in no figure. */
  readonly checks: number;
  /** Fixtures that were locked and unlocked, lines paused, resumed and closed, in order. */
  readonly decisions: readonly LineDecision[];
  /**
   * Every ended run in view in order of start, each as its record's JSON text: golden and must-fail
   * runs, which no figure counts, included. Reads the journal anew, piece by piece. Throws `JournalError`.
   */
  records(): Iterable<string>;
}

/** Writes a report, in pieces to be written one after the other. */
export type ReportFormat = (report: Report) => Iterable<string>;
