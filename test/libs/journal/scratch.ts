import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";

/** An empty folder, gone when the test is over. */
export const scratchFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A journal in a folder of its own, closed when the test is over. */
export const scratchJournal = (folder = scratchFolder()): Journal => {
  const journal = openJournal(folder, { mode: "write" });
  onTestFinished(() => journal.close());
  return journal;
};
