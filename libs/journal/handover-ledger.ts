import type { RunRecord } from "../run/run-record.ts";
import {
  type BroughtFate,
  type BroughtRecord,
  countWaiting,
  type HandoverRecord,
  insertBrought,
  insertHandoverMark,
  type RecordOrigin,
  selectBringers,
  selectBrought,
  selectBroughtAs,
  selectHandover,
  selectLastBrought,
  selectMark,
  selectOriginsOf,
  selectPlace,
  selectTargets,
  wasBrought,
} from "./handover-rows.ts";
import { HANDOVER_SINCE } from "./handover-tables.ts";
import type { JournalDatabase } from "./journal-database.ts";
import { insertEnd } from "./run-rows.ts";

/** A record as it was brought: what could be read of it, and its text. */
export interface BroughtText {
  readonly run: string;
  /** Null where it cannot be read, as one of a newer program. */
  readonly record: RunRecord | null;
  readonly text: string;
}

/** What became of a record, and whether it came for the first time. */
export interface Brought {
  readonly fate: BroughtFate;
  readonly isNew: boolean;
}

/**
 * How records come from a worker's journal into the line's, as each of the two knows it. Calls are
 * durable at return and throw `JournalError`.
 */
export class HandoverLedger {
  readonly #database: JournalDatabase;

  /** Of a journal; closed with it. */
  constructor(database: JournalDatabase) {
    this.#database = database;
  }

  /** The other journals that ended runs here were done for. */
  targets(): readonly string[] {
    return selectTargets(this.#database);
  }

  /** The records for another journal behind a place, in the order they ended, at most `limit`. */
  recordsAfter(target: string, after: number, limit: number): readonly HandoverRecord[] {
    return selectHandover(this.#database, target, { after, limit });
  }

  /** The place of a run among those for another journal; undefined where it is none of them. */
  placeOf(target: string, run: string): number | undefined {
    return selectPlace(this.#database, target, run);
  }

  /** Another journal says that it has all records for it up to a place, or again no more than that. */
  mark(target: string, place: number, at: string): void {
    if (selectMark(this.#database, target) === place) return;
    insertHandoverMark(this.#database, { target, place, at });
  }

  /** How many records wait for another journal to have them. */
  waiting(target: string): number {
    return countWaiting(this.#database, target);
  }

  /** The journals whose records were ever brought here. */
  bringers(): readonly string[] {
    return selectBringers(this.#database);
  }

  /** The last record that was brought from a journal, whatever became of it. */
  lastFrom(journal: string): BroughtRecord | undefined {
    return selectLastBrought(this.#database, journal);
  }

  /** Whether a run's record was ever brought from a journal. */
  wasBrought(journal: string, run: string): boolean {
    return wasBrought(this.#database, journal, run);
  }

  /**
   * Stores a record of another journal once, with where it comes from. One that contradicts what is here,
   * or cannot be read, is kept aside. The same again changes nothing.
   */
  take(origin: RecordOrigin, { run, record, text }: BroughtText, at: string): Brought {
    return this.#database.atomically(() => {
      const known = selectBroughtAs(this.#database, origin, run);
      if (known !== undefined) return { fate: known, isNew: false };
      const fate = record === null ? "unreadable" : this.#store(record);
      insertBrought(this.#database, {
        ...origin,
        ...{ run, fate, at },
        record: fate === "stored" ? null : text,
      });
      return { fate, isNew: true };
    });
  }

  /** All that was ever brought from a journal, in the order it came. */
  broughtFrom(journal: string): readonly BroughtRecord[] {
    return selectBrought(this.#database, journal);
  }

  /** Where a run's record was brought from; nothing where it was written here, or by an older program. */
  originsOf(run: string): readonly BroughtRecord[] {
    return this.#database.version() < HANDOVER_SINCE ? [] : selectOriginsOf(this.#database, run);
  }

  #store(record: RunRecord): BroughtFate {
    return insertEnd(this.#database, record) === "refused" ? "refused" : "stored";
  }
}
