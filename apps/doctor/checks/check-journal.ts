import { join, resolve } from "node:path";
import { mendJournalTrouble } from "../../../libs/failure/journal-trouble.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { examineJournal } from "../../../libs/journal/examine-journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { JOURNAL_FILE } from "../../../libs/journal/open-journal.ts";
import { readToldHeads } from "../../../libs/journal/told-heads.ts";
import { verifyJournal } from "../../../libs/journal/verify-journal.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { Check } from "../examination.ts";

/** The journal, if there is one, is whole, and has the heads that were told. */
export const checkJournal: Check = async ({ machine, dataDir }) => {
  const state = examineJournal(dataDir);
  if (state === "absent") {
    return [{ level: "ok", what: `no journal in ${resolve(dataDir)} yet: the first lot makes it` }];
  }
  if (state === "newer") {
    return [
      {
        level: "problem",
        what: `The journal in ${resolve(dataDir)} was written by a newer Flashline.`,
        remedy: "Use the newer program, or name another data folder with --data.",
      },
    ];
  }
  const problem = state === "whole" ? faultIn(dataDir) : state.problem;
  if (problem === undefined) return [{ level: "ok", what: "the journal is whole" }];
  if (state !== "whole" && state.trouble !== "damaged") {
    const remedy = mendJournalTrouble(state.trouble);
    return [{ level: "problem", what: state.problem, remedy }];
  }
  const kept = `journal-kept-${machine.now.getTime()}`;
  return [
    {
      level: "problem",
      what: problem,
      remedy: "Keep what is there for a repair, then put back the last backup; never delete it.",
      commands: [`cp -a ${shellWord(resolve(dataDir))} ${shellWord(resolve(dataDir, "..", kept))}`],
    },
  ];
};

/** What the chain tells, in the words of `flashline journal verify`; nothing of a journal that has none yet. */
const faultIn = (dataDir: string): string | undefined => {
  try {
    const told = readToldHeads(dataDir);
    const [fault] = verifyJournal({ file: join(dataDir, JOURNAL_FILE), told }).faults;
    return fault && `The journal in ${resolve(dataDir)}: ${fault.problem} ${fault.meaning}`;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    if (error instanceof JournalError) return error.message;
    throw error;
  }
};
