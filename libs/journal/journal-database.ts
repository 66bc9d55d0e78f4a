import { statSync } from "node:fs";
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";
import { printable } from "../failure/printable.ts";
import { InputError } from "../input/input-error.ts";
import { JournalError, toJournalError } from "./journal-error.ts";

/** Values bound to a statement by name. */
export type Parameters = Readonly<Record<string, SQLInputValue>>;

/** One row of an answer. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The open SQLite file. Values reach SQL by binding only; every error leaves as `JournalError`. */
export class JournalDatabase {
  #database: DatabaseSync;
  readonly #path: string | null;
  #file: string | undefined;
  readonly #folder: string;
  readonly #reopen: (() => DatabaseSync) | undefined;

  /** `folder` is for messages; `reopen` opens the same path again, as it was opened. */
  constructor(database: DatabaseSync, folder: string, reopen?: () => DatabaseSync) {
    this.#database = database;
    this.#folder = folder;
    this.#reopen = reopen;
    this.#path = database.location();
    this.#file = fileAt(this.#path);
  }

  /** What is at the path of the open file: that file, none, or another one, into which nothing is written from here. */
  place(): "same" | "none" | "other" {
    const found = fileAt(this.#path);
    if (found === undefined) return "none";
    return found === this.#file ? "same" : "other";
  }

  /** Closes the file, however that ends, and opens what is at its path now. */
  renew(): void {
    this.#guard(() => {
      const fresh = this.#reopen?.();
      if (fresh === undefined) return;
      try {
        this.#database.close();
      } catch {
        // Its disk is gone, or it was closed before.
      }
      this.#database = fresh;
      this.#file = fileAt(this.#path);
    });
  }

  /** Writes durably, and changes nothing: whether a record could be written now. Waits for no other program. */
  tryWriting(): void {
    this.#guard(() => {
      const busy = Number(this.#database.prepare("PRAGMA busy_timeout").get()?.timeout ?? 0);
      this.#database.exec("PRAGMA busy_timeout = 0");
      try {
        this.atomically(() => {
          const version = this.#database.prepare("PRAGMA user_version").get()?.user_version;
          this.#database.exec(`PRAGMA user_version = ${Number(version)}`);
        });
      } finally {
        this.#database.exec(`PRAGMA busy_timeout = ${busy}`);
      }
    });
  }

  /** Runs a statement; outside `atomically` it is durable at return. */
  run(sql: string, parameters: Parameters): void {
    this.#guard(() => this.#database.prepare(sql).run(parameters));
  }

  /** All rows of a query. */
  rows(sql: string, parameters: Parameters = {}): readonly Row[] {
    return this.#guard(() => this.#database.prepare(sql).all(parameters));
  }

  /** The rows of a query one after the other, for those that are too many to be held at once. */
  *each(sql: string, parameters: Parameters = {}): Generator<Row> {
    const rows = this.#guard(() => this.#database.prepare(sql).iterate(parameters));
    try {
      for (;;) {
        const next = this.#guard(() => rows.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      rows.return?.();
    }
  }

  /** The first row of a query. */
  first(sql: string, parameters: Parameters): Row | undefined {
    return this.rows(sql, parameters)[0];
  }

  /** All of `work` or nothing of it, durable at return; other writers wait. Inside another it is part of that. */
  atomically<T>(work: () => T): T {
    return this.#guard(() => {
      if (this.#database.isTransaction) return work();
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        this.#database.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk may already have rolled back.
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  /** Version of its tables: one that is only read may be of an older program. */
  version(): number {
    return Number(this.first("PRAGMA user_version", {})?.user_version ?? 0);
  }

  /** Closes the file; the last one to close it also folds the write-ahead log in. */
  close(): void {
    if (this.#database.isOpen) this.#guard(() => this.#database.close());
  }

  /** A row's JSON column. Throws `JournalError` if it is not what was written. */
  json<T>(row: Row, column: string): T {
    try {
      return JSON.parse(this.text(row, column)) as T;
    } catch {
      throw this.#damaged();
    }
  }

  /** A row's text column. Throws `JournalError` if it is not text. */
  text(row: Row, column: string): string {
    const value = row[column];
    if (typeof value !== "string") throw this.#damaged();
    return value;
  }

  /** A row's text column that may be empty. Throws `JournalError` if it is neither text nor null. */
  textOrNull(row: Row, column: string): string | null {
    return row[column] === null ? null : this.text(row, column);
  }

  /** A row's bytes column. Throws `JournalError` if it is not bytes. */
  bytes(row: Row, column: string): Uint8Array {
    const value = row[column];
    if (!(value instanceof Uint8Array)) throw this.#damaged();
    return value;
  }

  #damaged(): JournalError {
    return new JournalError(`The journal in ${printable(this.#folder, 200)} is damaged.`);
  }

  #guard<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      // A lot that is refused in the middle of its work here.
      if (error instanceof InputError) throw error;
      throw toJournalError(error, this.#folder);
    }
  }
}

/** Which file is at a path, or undefined. */
const fileAt = (path: string | null): string | undefined => {
  if (path === null) return undefined;
  try {
    const { dev, ino } = statSync(path);
    return `${dev} ${ino}`;
  } catch {
    // None, or its disk does not answer.
    return undefined;
  }
};
