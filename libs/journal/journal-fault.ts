import { printable } from "../failure/printable.ts";

/** What is wrong with a journal. */
type JournalFaultKind =
  | "file-damaged"
  | "tables-changed"
  | "not-ours"
  | "place-missing"
  | "row-missing"
  | "row-changed"
  | "row-added"
  | "chain-changed"
  | "tail-cut"
  | "history-differs"
  | "other-journal"
  | "record-missing"
  | "record-differs"
  | "not-brought";

/** One thing that is wrong with a journal, and what that means for who relies on it. */
export interface JournalFault {
  readonly kind: JournalFaultKind;
  /** In the chain; null where it has none. */
  readonly place: number | null;
  readonly table: string | null;
  /** The row's primary key as a JSON list. */
  readonly key: string | null;
  /** A sentence that is safe to print. */
  readonly problem: string;
  /** The same. */
  readonly meaning: string;
}

/** What each kind means. */
const MEANINGS: Readonly<Record<JournalFaultKind, string>> = {
  "file-damaged":
    "The disk, or the memory, gave back other bytes than were written: nothing in this file is sure.",
  "tables-changed":
    "Somebody changed the journal's own tables or rules: since then rows could be altered without leaving a trace.",
  "not-ours":
    "Somebody added it to the file: nobody knows what it does when rows are written or read.",
  "place-missing": "What was written there is gone, and rows that came later were kept.",
  "row-missing": "This row was written, and was removed since.",
  "row-changed": "This row is not as it was written: nothing that it says can be relied on.",
  "row-added": "This row did not come from Flashline: nothing that it says can be relied on.",
  "chain-changed":
    "The rows from here on are not in the order they were written, or the chain itself was altered.",
  "tail-cut":
    "The last rows are gone, as when an older copy was put back or the disk lost what it had confirmed. Who was given that head, or the records, still has them.",
  "history-differs":
    "Up to that head this is another history than the one told then: the chain was made anew, or the line went on from an older copy.",
  "other-journal": "It is another journal than the one that head is of.",
  "record-missing":
    "One of the two journals lost the run's end, as when an older copy was put back or rows were removed. The other one still has it.",
  "record-differs":
    "One of the two journals was changed, and its chain made anew: neither can be relied on for this run before it is known which.",
  "not-brought":
    "The station ended this run for the line and brought later ones: the line's journal lost it, or somebody kept it from coming.",
};

/** A fault with what it means; `problem` may have text of the journal in it. */
export const journalFault = (
  kind: JournalFaultKind,
  problem: string,
  where: Partial<Pick<JournalFault, "place" | "table" | "key">> = {},
): JournalFault => ({
  kind,
  place: where.place ?? null,
  table: where.table ?? null,
  key: where.key == null ? null : printable(where.key, 200),
  problem: printable(problem, 1000),
  meaning: MEANINGS[kind],
});
