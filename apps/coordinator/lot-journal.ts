import type { Journal } from "../../libs/journal/journal.ts";
import { JournalError } from "../../libs/journal/journal-error.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";

/** A lot's journal, whose trouble is told and ends no line. */
export class LotJournal {
  readonly #journal: Journal;
  readonly #warn: (text: string) => void;

  constructor(journal: Journal, warn: (text: string) => void) {
    this.#journal = journal;
    this.#warn = warn;
  }

  /** A worker of this host has it in this journal already; one of another host brings it. */
  keep(record: RunRecord): void {
    this.#orWarn("written", () => void this.#journal.endRun(record));
  }

  /** A run's record, if there is one and it can be read. */
  recordOf(run: string): RunRecord | undefined {
    return this.#orWarn("read", () => this.#journal.record(run));
  }

  #orWarn<T>(done: "written" | "read", action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#warn(`The journal cannot be ${done}: ${error.message}`);
      return undefined;
    }
  }
}
