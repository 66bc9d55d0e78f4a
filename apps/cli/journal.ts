import type { Command } from "commander";
import { addJournalBackup } from "./journal-backup.ts";
import { addJournalVerify } from "./journal-verify.ts";

/** `flashline journal ...`: whether the journal is as it was written, and copies of it. */
export const addJournalCommand = (program: Command): void => {
  const journal = program
    .command("journal")
    .description("prove that the journal is as it was written; copy it");
  addJournalVerify(journal);
  addJournalBackup(journal);
};
