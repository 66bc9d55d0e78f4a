import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { InputError } from "../input/input-error.ts";
import { atRest } from "./at-rest.ts";
import type { JournalHead } from "./chain-rows.ts";
import { checkChain } from "./check-chain.ts";
import { checkHeads, type ToldHead } from "./check-heads.ts";
import { checkTables } from "./check-tables.ts";
import { fileDamage } from "./file-damage.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/** What a journal's chain proves. */
export interface JournalProof {
  /** Null where that much cannot be read. */
  readonly head: JournalHead | null;
  /** Rows at the chain's beginning that an older program wrote, before there was a chain. */
  readonly olderRows: number;
  /** None: all is as it was written. Those with a place in its order, before the others. */
  readonly faults: readonly JournalFault[];
}

/** A journal's file, and heads that it must have. */
export interface JournalToVerify {
  readonly file: string;
  readonly told: readonly ToldHead[];
}

/**
 * Reads a whole journal, while others may write it: the file, the tables, each row against the chain, and
 * heads that are known from elsewhere. Writes nothing. Throws `InputError` where there is no journal, one
 * that has no chain yet, or a newer program's; `JournalError` where disk or permissions do not let it be read.
 */
export const verifyJournal = (asked: JournalToVerify): JournalProof => {
  const { file } = asked;
  if (!existsSync(file)) {
    throw new InputError(
      { source: file },
      "is not there.",
      "Name a data folder that has a journal, or a copy of one.",
    );
  }
  // At rest it is read without so much as an index file beside it.
  const quiet = existsSync(`${file}-wal`) ? undefined : prove(atRest(file), asked);
  // A writer that came in between looks like damage: then it counts what SQLite's locks show.
  return quiet !== undefined && quiet.faults.length === 0 ? quiet : prove(file, asked);
};

const prove = (place: string | URL, { file, told }: JournalToVerify): JournalProof => {
  const faults: JournalFault[] = [];
  /** What is damaged keeps one check from its end, not the others. */
  const attempt = <T>(look: () => T, otherwise: T): T => {
    try {
      return look();
    } catch (error) {
      if (error instanceof InputError) throw error;
      faults.push(fileDamage(error, file));
      return otherwise;
    }
  };
  const database = new DatabaseSync(place, { readOnly: true, timeout: 5000, open: false });
  try {
    const version = attempt(() => begin(database, file), null);
    if (version === null) return { ...NOTHING, faults };
    const beginning = attempt(() => beginningOf(database), NOTHING);
    const { head } = beginning;
    faults.push(
      ...attempt(() => checkFile(database), []),
      ...attempt(() => checkTables(database, version), []),
      ...attempt(() => checkChain(database), []),
      ...attempt(() => (head === null ? [] : checkHeads(database, head, told)), []),
    );
    return { ...beginning, faults: faults.sort(byPlace) };
  } finally {
    if (database.isOpen) database.close();
  }
};

const NOTHING: Pick<JournalProof, "head" | "olderRows"> = { head: null, olderRows: 0 };

/** One state of it, whatever is written meanwhile; returns the version of its tables. */
const begin = (database: DatabaseSync, file: string): number => {
  database.open();
  database.exec("BEGIN");
  const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  checkVersion(database, version, file);
  return version;
};

const byPlace = (one: JournalFault, other: JournalFault): number =>
  (one.place ?? Number.MAX_SAFE_INTEGER) - (other.place ?? Number.MAX_SAFE_INTEGER);

const checkVersion = (database: DatabaseSync, version: number, file: string): void => {
  if (version > SCHEMA_VERSION) {
    const problem = `was written by a newer Flashline (version ${version} of the tables, this one knows ${SCHEMA_VERSION}).`;
    throw new InputError({ source: file }, problem, "Use the newer program.");
  }
  const names = database.prepare("SELECT name FROM sqlite_schema").all();
  if (names.some(({ name }) => name === "journal_id" || name === "chain")) return;
  throw names.some(({ name }) => name === "run_started")
    ? new InputError(
        { source: file },
        "has no chain yet: an older Flashline wrote it.",
        "Its rows are chained when this program first writes to it, as by a run.",
      )
    : new InputError({ source: file }, "is no journal.", "Name another, or its data folder.");
};

const beginningOf = (database: DatabaseSync): Pick<JournalProof, "head" | "olderRows"> => {
  const row = database
    .prepare(
      `SELECT journal, older_rows, place, lower(hex(hash)) AS hash FROM journal_id, chain
       ORDER BY place DESC LIMIT 1`,
    )
    .get();
  if (row === undefined) return NOTHING;
  const [journal, hash] = [String(row.journal), String(row.hash)];
  return { head: { journal, place: Number(row.place), hash }, olderRows: Number(row.older_rows) };
};

/** SQLite's own whole check: pages, indexes, types. */
const checkFile = (database: DatabaseSync): readonly JournalFault[] =>
  database
    .prepare("PRAGMA integrity_check(10)")
    .all()
    .map(({ integrity_check }) => String(integrity_check))
    .filter((said) => said !== "ok")
    .map((said) => journalFault("file-damaged", `The file is damaged: ${said}.`));
