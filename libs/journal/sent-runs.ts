import type { JournalDatabase } from "./journal-database.ts";
import {
  insertLetGo,
  insertSentRun,
  insertVoid,
  isVoid,
  type LetGo,
  type SentFilter,
  type SentRun,
  selectAttempts,
  selectUnended,
} from "./sent-rows.ts";

/** Runs as they are given out and before they begin. Calls are durable at return and throw `JournalError`. */
export class SentRuns {
  readonly #database: JournalDatabase;

  /** Of a journal; closed with it. */
  constructor(database: JournalDatabase) {
    this.#database = database;
  }

  /** To be called before a job goes out: whoever comes after a crash knows whom to ask. */
  note(sent: SentRun): void {
    insertSentRun(this.#database, sent);
  }

  /** A run is waited for no more. */
  letGo(letGo: LetGo): void {
    insertLetGo(this.#database, letGo);
  }

  /** Runs that were sent, have no end here, and are waited for, in the order they were sent. */
  unended(filter: SentFilter = {}): readonly SentRun[] {
    return selectUnended(this.#database, filter);
  }

  /** The highest attempt of each product of a lot that was begun, or may have been where nobody answers. */
  attempts(lot: string): ReadonlyMap<string, number> {
    return selectAttempts(this.#database, lot);
  }

  /** Sees to it that a run which did not begin in this journal never does; false where it began. */
  forbid(run: string, at: string): boolean {
    return insertVoid(this.#database, run, at);
  }

  /** Whether a run must never begin. */
  isForbidden(run: string): boolean {
    return isVoid(this.#database, run);
  }
}
