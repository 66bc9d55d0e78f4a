import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";
import { InputError } from "../input/input-error.ts";
import { JournalError, toJournalError } from "./journal-error.ts";
import { JOURNAL_FILE, openToRead } from "./open-journal.ts";
import { type JournalProof, verifyJournal } from "./verify-journal.ts";

/** In one go: what others write meanwhile would begin a copy in pieces anew. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies the journal of the data folder `dir`, at one moment, while others may write it, into `file`, which
 * must not be there; for this user alone, durable and proven. Throws `JournalError` where there is no
 * journal to read, the disk does not take the copy, or what was read is not whole; then there is no copy.
 */
export const copyJournal = async (dir: string, file: string): Promise<JournalProof> => {
  makeEmpty(file);
  let database: DatabaseSync | undefined;
  try {
    database = openToRead(join(dir, JOURNAL_FILE));
    await backup(database, file, { rate: ALL_PAGES });
    sync(file);
    const proof = verifyJournal({ file, told: [] });
    const [fault] = proof.faults;
    if (fault !== undefined) throw notWhole(fault.problem);
    return proof;
  } catch (error) {
    for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${file}${end}`, { force: true });
    throw error instanceof InputError ? error : toJournalError(error, dir);
  } finally {
    database?.close();
  }
};

/** What is there already stays: it may be the only other copy. */
const makeEmpty = (file: string): void => {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw isThere
      ? new JournalError("The file for the copy is there already.")
      : toJournalError(error, dirname(file));
  }
};

const sync = (file: string): void => {
  const descriptor = openSync(file, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
};

const notWhole = (problem: string): JournalError =>
  new JournalError(
    `The journal is not copied, as it is not whole: ${problem} Ask \`npx flashline journal verify\`.`,
  );
