import { readCommissionMark } from "../../../libs/jig/commission-mark.ts";
import { explainMark } from "../../../libs/jig/explain-mark.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { Check } from "../examination.ts";

/** The wiring was proven as it is now, at this station: a crossed relay makes verdicts lies. */
export const checkCommissioned: Check = async ({ jig, jigPath, wired, station }) => {
  if (wired.length === 0) return [];
  const problem = explainMark(await readCommissionMark(jigPath, jig, station));
  if (problem === undefined) return [{ level: "ok", what: "the wiring was proven as it is" }];
  return [
    {
      level: "warning",
      what: problem,
      remedy: "Prove it, with a board in every fixture.",
      commands: [`npx flashline commission --jig ${shellWord(jigPath)}`],
    },
  ];
};
