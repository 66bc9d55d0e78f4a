import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalHead } from "./chain-rows.ts";
import type { ToldHead } from "./check-heads.ts";
import type { Journal } from "./journal.ts";
import { headText, parseHead } from "./journal-head.ts";

/** The file beside a journal with the heads that were told to people and receivers: the newest, a line each. */
const HEADS_FILE = "journal.heads";

/** The heads that the data folder remembers; none where it has no such file, or that cannot be read. */
export const readToldHeads = (dir: string): readonly ToldHead[] => {
  try {
    return readFileSync(join(dir, HEADS_FILE), "utf8")
      .split("\n")
      .flatMap((line) => parseHead(line) ?? [])
      .map((head) => ({ ...head, from: HEADS_FILE }));
  } catch {
    return [];
  }
};

/**
 * Remembers in the data folder that this head is told to somebody: later the journal must have it. The last
 * one counts; one that was remembered and that it does not have any more is kept, too. A folder that takes no
 * file has no memory. Never throws but `JournalError`.
 */
export const noteToldHead = (dir: string, journal: Journal, head: JournalHead): void => {
  const told = readToldHeads(dir);
  const lost = told.filter((one) => !journal.hasHead(one));
  const known = told.filter((one) => !lost.includes(one));
  const last = known.reduce(
    (one: JournalHead, other) => (other.place > one.place ? other : one),
    head,
  );
  const lines = [...lost, last].map((it) => `${headText(it)}\n`);
  const draft = join(dir, `${HEADS_FILE}.${process.pid}`);
  try {
    writeFileSync(draft, lines.join(""), { mode: 0o600 });
    renameSync(draft, join(dir, HEADS_FILE));
  } catch {
    rmSync(draft, { force: true });
  }
};
