import type { DatabaseSync } from "node:sqlite";
import type { JournalHead } from "./chain-rows.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";

/** A head that was given to somebody, and by whom it is known now. */
export interface ToldHead extends JournalHead {
  readonly from: string;
}

/** Heads that the journal does not have: it lost rows since, or has another past. Throws what SQLite throws. */
export const checkHeads = (
  database: DatabaseSync,
  head: JournalHead,
  told: readonly ToldHead[],
): readonly JournalFault[] => {
  const select = database.prepare("SELECT lower(hex(hash)) AS hash FROM chain WHERE place = ?");
  return told.flatMap(({ journal, place, hash, from }) => {
    const which = `the head of place ${place} (${from})`;
    if (journal !== head.journal) {
      const problem = `This is journal ${head.journal}; ${which} is of ${journal}.`;
      return [journalFault("other-journal", problem)];
    }
    if (place > head.place) {
      const problem = `The journal ends at place ${head.place}: ${place - head.place} rows up to ${which} are missing.`;
      return [journalFault("tail-cut", problem, { place: head.place + 1 })];
    }
    if (select.get(place)?.hash === hash) return [];
    return [
      journalFault("history-differs", `Place ${place} has another hash than ${which}.`, { place }),
    ];
  });
};
