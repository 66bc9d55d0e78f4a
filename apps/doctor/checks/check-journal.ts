import { resolve } from "node:path";
import { examineJournal } from "../../../libs/journal/examine-journal.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { Check } from "../examination.ts";

/** The journal, if there is one, is whole. */
export const checkJournal: Check = async ({ machine, dataDir }) => {
  const state = examineJournal(dataDir);
  if (state === "absent") {
    return [{ level: "ok", what: `no journal in ${resolve(dataDir)} yet: the first lot makes it` }];
  }
  if (state === "whole") return [{ level: "ok", what: "the journal is whole" }];
  if (state === "newer") {
    return [
      {
        level: "problem",
        what: `The journal in ${resolve(dataDir)} was written by a newer Flashline.`,
        remedy: "Use the newer program, or name another data folder with --data.",
      },
    ];
  }
  const kept = `journal-kept-${machine.now.getTime()}`;
  return [
    {
      level: "problem",
      what: state.problem,
      remedy: "Keep what is there for a repair, then put back the last backup; never delete it.",
      commands: [`cp -a ${shellWord(resolve(dataDir))} ${shellWord(resolve(dataDir, "..", kept))}`],
    },
  ];
};
