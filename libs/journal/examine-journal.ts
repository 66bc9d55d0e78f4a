import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { JournalTrouble } from "../failure/journal-trouble.ts";
import { printable } from "../failure/printable.ts";
import { atRest } from "./at-rest.ts";
import { toJournalError } from "./journal-error.ts";
import { JOURNAL_FILE } from "./open-journal.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/** How a journal's file is; "newer": a newer program wrote it; `problem` is a sentence. */
type JournalState =
  | "absent"
  | "whole"
  | "newer"
  | { readonly problem: string; readonly trouble: JournalTrouble };

/**
 * Looks through the whole journal of the data folder `dir` for damage, as SQLite's own check does,
 * while others may use it. Never throws.
 */
export const examineJournal = (dir: string): JournalState => {
  const path = join(dir, JOURNAL_FILE);
  if (!existsSync(path)) return "absent";
  // At rest it is looked at without so much as an index file beside it.
  const quiet = existsSync(`${path}-wal`) ? undefined : judge(dir, atRest(path));
  // A writer that came in between looks like damage: then it counts what SQLite's locks show.
  return quiet === "whole" ? quiet : judge(dir, path);
};

const judge = (dir: string, place: string | URL): JournalState => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(place, { readOnly: true, timeout: 5000 });
    const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
    if (version > SCHEMA_VERSION) return "newer";
    const answer = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
    if (answer === "ok" && version > 0) return "whole";
    const said = version > 0 ? String(answer) : "it has no tables";
    const problem = `The journal in ${printable(dir, 200)} is damaged: ${printable(said, 200)}.`;
    return { problem, trouble: "damaged" };
  } catch (error) {
    const { message: problem, trouble } = toJournalError(error, dir);
    return { problem, trouble };
  } finally {
    database?.close();
  }
};
