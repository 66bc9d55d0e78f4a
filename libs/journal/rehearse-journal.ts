import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { InputError } from "../input/input-error.ts";
import { registerChainHash } from "./chain-hash.ts";
import { DROP_KEYS } from "./identity-drops.ts";
import { IDENTITY_KEYS } from "./identity-tables.ts";
import { Journal } from "./journal.ts";
import { JournalDatabase } from "./journal-database.ts";
import { toJournalError } from "./journal-error.ts";
import { checkVersion, JOURNAL_FILE, openToRead } from "./open-journal.ts";
import { migrate } from "./schema.ts";

/**
 * A journal in memory with the identities of the data folder `dir`, which need not be there: to see what
 * a lot would do with them. Runs and lots are not in it, and nothing of it is kept.
 * Throws `InputError` where a newer program wrote the journal, `JournalError` where it does not work.
 */
export const rehearseJournal = (dir: string): Journal => {
  // A run that ended is known here by its events alone: nothing must refer to its record.
  const copy = new DatabaseSync(":memory:", { enableForeignKeyConstraints: false });
  try {
    registerChainHash(copy);
    migrate(copy, 0);
    if (existsSync(join(dir, JOURNAL_FILE))) copyIdentities(dir, copy);
    return new Journal(new JournalDatabase(copy, dir));
  } catch (error) {
    copy.close();
    throw error;
  }
};

const copyIdentities = (dir: string, copy: DatabaseSync): void => {
  let kept: DatabaseSync | undefined;
  try {
    kept = openToRead(join(dir, JOURNAL_FILE));
    checkVersion(kept, dir);
    copy.exec("BEGIN");
    // What was dropped first: the same values may stand in later entries.
    const tables = [...Object.keys(DROP_KEYS), ...Object.keys(IDENTITY_KEYS)];
    for (const table of tables) copyTable(table, kept, copy);
    copy.exec("COMMIT");
  } catch (error) {
    throw error instanceof InputError ? error : toJournalError(error, dir);
  } finally {
    kept?.close();
  }
};

const copyTable = (table: string, kept: DatabaseSync, copy: DatabaseSync): void => {
  // An older program's journal has no such table.
  const known = kept.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?").get(table);
  if (known === undefined) return;
  const columns = kept
    .prepare(`PRAGMA table_info(${table})`)
    .all()
    .map(({ name }) => String(name));
  const marks = columns.map((name) => `:${name}`);
  const insert = copy.prepare(`INSERT INTO ${table} (${columns}) VALUES (${marks})`);
  for (const row of kept.prepare(`SELECT * FROM ${table}`).iterate()) insert.run(row);
};
