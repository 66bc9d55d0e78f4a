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
 * Remembers in the data folder that this head is told to somebody: later the journal must have it. One that
 * was remembered before and that it does not have is kept, too. A folder that takes no file has no memory.
 */
export const noteToldHead = (dir: string, journal: Journal, head: JournalHead): void => {
  const lost = readToldHeads(dir).filter((told) => !journal.hasHead(told));
  const lines = [...lost, head].map((it) => `${headText(it)}\n`);
  const draft = join(dir, `${HEADS_FILE}.${process.pid}`);
  try {
    writeFileSync(draft, lines.join(""), { mode: 0o600 });
    renameSync(draft, join(dir, HEADS_FILE));
  } catch {
    rmSync(draft, { force: true });
  }
};
