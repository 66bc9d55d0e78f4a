import { join } from "node:path";
import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";
import { registerChainHash } from "../../libs/journal/chain-hash.ts";
import { JOURNAL_FILE } from "../../libs/journal/open-journal.ts";

/** The journal's file past our own hands, by a program that can chain what it adds. */
export const rawJournal = (folder: string, options: DatabaseSyncOptions = {}): DatabaseSync => {
  const raw = new DatabaseSync(join(folder, JOURNAL_FILE), options);
  registerChainHash(raw);
  return raw;
};
