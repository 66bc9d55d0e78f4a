import {
  type DeliveryFailure,
  type DeliveryMark,
  type DeliveryStanding,
  insertFailure,
  insertMark,
  type PlacedRecord,
  selectDelivered,
  selectMarkOf,
  selectNext,
  selectStanding,
} from "./delivery-rows.ts";
import type { JournalDatabase } from "./journal-database.ts";

/** What became of the journal's records outside. Calls are durable at return and throw `JournalError`. */
export class DeliveryLedger {
  readonly #database: JournalDatabase;

  /** Of a journal; closed with it. */
  constructor(database: JournalDatabase) {
    this.#database = database;
  }

  /** The place up to which all records are delivered; 0 where none is. */
  deliveredUpTo(): number {
    return selectDelivered(this.#database);
  }

  /** The first record behind a place, in the order in which records came into this journal. */
  recordAfter(place: number): PlacedRecord | undefined {
    return selectNext(this.#database, place);
  }

  /** All records up to the mark's place were delivered: none of them is again. */
  mark(mark: DeliveryMark): void {
    insertMark(this.#database, mark);
  }

  /** The record at a place could not be delivered. */
  noteFailure(failure: DeliveryFailure): void {
    insertFailure(this.#database, failure);
  }

  /** How far delivery has come; undefined for a journal of an older program that is only read. */
  standing(): DeliveryStanding | undefined {
    return selectStanding(this.#database);
  }

  /** By when a run's record was delivered, and to whom; null if it was not. */
  markOf(run: string): DeliveryMark | null {
    return selectMarkOf(this.#database, run);
  }
}
