import type { Retests } from "../figures/retests.ts";
import { numberTable } from "./number-table.ts";
import { chanceWords } from "./suspect-lines.ts";
import { percentWords, plural } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** How many runs boards took, and whether another fixture helped failed ones; empty without retests. */
export const retestLines = (retests: Retests): string => {
  const { boards } = retests;
  if (boards.every(({ runs }) => runs === 1)) return "";
  const table = numberTable(
    ["RUNS", "BOARDS", "PASSED AT LAST"],
    boards.map((row) => [String(row.runs), String(row.boards), String(row.passed)]),
    [1, 2],
  );
  return [table, ...retestSentences(retests).map((line) => wrapText(line, ""))].join("\n");
};

/** Board or socket: how often failed boards passed when they were run again, in place and elsewhere; none without. */
export const retestSentences = ({ fixtures, p }: Retests): readonly string[] => {
  const sum = (key: Exclude<keyof Retests["fixtures"][number], "fixture">): number =>
    fixtures.reduce((total, row) => total + row[key], 0);
  const here = { pass: sum("passedHere"), of: sum("passedHere") + sum("failedHere") };
  const elsewhere = {
    pass: sum("passedElsewhere"),
    of: sum("passedElsewhere") + sum("failedElsewhere"),
  };
  const told = [
    tellPart(here, "in the same fixture"),
    tellPart(elsewhere, "in another one"),
  ].filter((part) => part !== null);
  if (told.length === 0) return [];
  return [
    `Failed boards that were run again passed ${told.join(", ")}.`,
    ...judge(here, elsewhere, p),
  ];
};

interface Part {
  readonly pass: number;
  readonly of: number;
}

const tellPart = ({ pass, of }: Part, where: string): string | null =>
  of === 0 ? null : `${where} in ${percentWords(pass / of)} (${pass} of ${plural(of, "run")})`;

/** That it helps less proves nothing: a board goes elsewhere when it has failed in place already. */
const judge = (here: Part, elsewhere: Part, p: number | null): readonly string[] => {
  if (p === null) return [];
  const helps = elsewhere.pass / elsewhere.of > here.pass / here.of;
  return helps && p < 0.01
    ? [`Another fixture helps (${chanceWords(p)}): sockets are to blame for a part of the fails.`]
    : ["That another fixture helps is not proven."];
};
