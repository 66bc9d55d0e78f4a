import Table from "cli-table3";
import type { Tally, TallyRow } from "./tally.ts";

/** The table of outcomes: a line per trouble, its endings by how often they came. */
export const drawTally = (tally: Tally): string => {
  const table = new Table({
    head: ["what was wrong", "boards", "how the runs ended"],
    style: { head: [], border: [], compact: true },
    colAligns: ["left", "right", "left"],
    colWidths: [null, null, 70],
    wordWrap: true,
  });
  table.push(
    ...tally.rows.map(({ trouble, boards, outcomes }) => [trouble, boards, list(outcomes)]),
  );
  return table.toString();
};

const list = (outcomes: TallyRow["outcomes"]): string =>
  outcomes.map(([outcome, count]) => `${outcome} ${count}`).join(", ");
