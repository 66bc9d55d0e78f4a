import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { InputError } from "../input/input-error.ts";
import { makeFolder } from "../input/make-folder.ts";
import { atRest } from "./at-rest.ts";
import { registerChainHash } from "./chain-hash.ts";
import { checkStart } from "./check-start.ts";
import { DROPS_OF_NONE, DROPS_SINCE } from "./identity-drops.ts";
import { Journal } from "./journal.ts";
import { JournalDatabase } from "./journal-database.ts";
import { toJournalError } from "./journal-error.ts";
import { migrate, SCHEMA_VERSION } from "./schema.ts";

/** The journal's file in the data folder. */
export const JOURNAL_FILE = "journal.sqlite";

/** How long a statement waits for another process's commit, in ms, unless said otherwise. */
const BUSY_MS = 5_000;
/** And while another process brings a large journal to today's tables. */
const MIGRATION_MS = 10 * 60_000;

/** How a journal is opened. */
export interface JournalUse {
  readonly mode: "write" | "read";
  /** How long a statement may wait for another process's commit, and with it this process. */
  readonly busyMs?: number;
}

/**
 * Opens the journal in the data folder `dir`. `write` makes folder and journal where there is none;
 * any number of processes may write one journal; one of an older program gets today's tables.
 * `read` needs a journal and leaves it as it is.
 * Throws `InputError` where there is nothing to read, the folder cannot be made or a newer program
 * wrote it, `JournalError` where disk or file do not work.
 */
export const openJournal = (dir: string, { mode, busyMs = BUSY_MS }: JournalUse): Journal => {
  const path = join(dir, JOURNAL_FILE);
  if (mode === "read" && !existsSync(path)) throw nothingToRead(dir);
  let database: DatabaseSync | undefined;
  try {
    if (mode === "write" && !existsSync(dir)) makeFolder(dir, { source: "--data" }, "private");
    database = mode === "write" ? openToWrite(path, busyMs) : openToRead(path, busyMs);
    checkVersion(database, dir);
    if (mode === "write") checkStart(database, SCHEMA_VERSION, dir);
    if (versionOf(database) < DROPS_SINCE) database.exec(DROPS_OF_NONE);
    return new Journal(new JournalDatabase(database, dir, () => reopen(dir, { mode, busyMs })));
  } catch (error) {
    database?.close();
    throw error instanceof InputError ? error : toJournalError(error, dir);
  }
};

/** The journal that is at its place again; never a new one. */
const reopen = (dir: string, { mode, busyMs = BUSY_MS }: JournalUse): DatabaseSync => {
  const path = join(dir, JOURNAL_FILE);
  if (!existsSync(path)) throw nothingToRead(dir);
  const database = mode === "write" ? openToWrite(path, busyMs) : openToRead(path, busyMs);
  try {
    checkVersion(database, dir);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const openToWrite = (path: string, timeout: number): DatabaseSync => {
  // Keys and the like stand in it as they are: a new one is for this user alone.
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  const database = new DatabaseSync(path, { timeout });
  try {
    registerChainHash(database);
    database.exec("PRAGMA synchronous = FULL;");
    if (versionOf(database) < SCHEMA_VERSION) {
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = ${MIGRATION_MS};`);
      database.exec("BEGIN IMMEDIATE");
      // Another process may have been quicker.
      const version = versionOf(database);
      if (version < SCHEMA_VERSION) migrate(database, version);
      database.exec(`COMMIT; PRAGMA busy_timeout = ${timeout};`);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** A journal's file as it is, for `openJournal` and `rehearseJournal`. Throws what SQLite throws. */
export const openToRead = (path: string, timeout = BUSY_MS): DatabaseSync => {
  const database = new DatabaseSync(path, { readOnly: true, timeout });
  try {
    // Who tries to write shall hear that this is for reading.
    registerChainHash(database);
    versionOf(database);
    return database;
  } catch (error) {
    database.close();
    if (existsSync(`${path}-wal`)) throw error;
    // At rest in a folder that is not ours to write (an archive), where SQLite cannot put its index.
    return new DatabaseSync(atRest(path), { readOnly: true });
  }
};

/** Throws `InputError` where there are no tables yet, or those of a newer program. */
export const checkVersion = (database: DatabaseSync, dir: string): void => {
  const version = versionOf(database);
  if (version === 0) throw nothingToRead(dir);
  if (version > SCHEMA_VERSION) {
    throw new InputError(
      { source: join(dir, JOURNAL_FILE) },
      `was written by a newer Flashline (version ${version} of the tables, this one knows ${SCHEMA_VERSION}).`,
      "Use the newer program, or another data folder.",
    );
  }
};

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);

const nothingToRead = (dir: string): InputError =>
  new InputError(
    { source: dir },
    "has no journal.",
    "Name the data folder of the station with --data DIR.",
  );
