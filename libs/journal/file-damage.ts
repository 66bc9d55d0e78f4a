import { dirname } from "node:path";
import { toJournalError } from "./journal-error.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";

// Result codes of sqlite.org/rescode.html: corrupt, not a database; anything else is said by the system.
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/** What SQLite threw as the file's own fault; throws `JournalError` for that of the disk, or of who may read it. */
export const fileDamage = (error: unknown, file: string): JournalFault => {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 1;
  // 1: it has not the tables, or the columns, that it should have.
  if (code !== 1 && !DAMAGED.has(code)) throw toJournalError(error, dirname(file));
  const said = error instanceof Error ? error.message : String(error);
  return journalFault("file-damaged", `The file cannot be read to its end: ${said}.`);
};
