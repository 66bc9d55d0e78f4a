import { printable } from "../failure/printable.ts";
import type { SerialRow } from "./serial-row.ts";
import type { ReportTotals } from "./totals.ts";
import { imageWords, plural } from "./words.ts";

/** With what a lot's boards were flashed, and by whose word, a sentence each. Safe to print. */
export const lotSentences = (
  rows: readonly SerialRow[],
  time: (iso: string) => string,
): readonly string[] => {
  const images = rows.flatMap((row) => row.images.map((image) => `Image ${imageWords(image)}`));
  // Of the boards that were run: most lots have one line, sittings before and after an approval two.
  const approvals = rows
    .filter((row) => row.run !== null)
    .map(({ approval }) =>
      approval === null
        ? "Recipe not approved"
        : `Recipe approved by ${printable(approval.by)}, ${time(approval.at)}`,
    );
  return [...new Set([...images, ...approvals])];
};

/** Boards by how they stand, and runs: `5 boards: 2 pass, ... 5 runs.` */
export const countSentence = (totals: ReportTotals): string => {
  const counts = [
    `${totals.pass} pass`,
    ...(totals.doubtful === 0 ? [] : [`${totals.doubtful} doubtful`]),
    `${totals.fail} fail`,
    `${totals.error} error`,
    `${totals.aborted} aborted`,
    ...(totals.open === 0 ? [] : [`${totals.open} open`]),
    ...(totals.unknown === 0 ? [] : [`${totals.unknown} unknown`]),
    `${totals.notRun} not run`,
  ];
  return `${plural(totals.boards, "board")}: ${counts.join(", ")}. ${plural(totals.runs, "run")}.`;
};
