import { printable } from "../../libs/failure/printable.ts";
import type { ToldHead } from "../../libs/journal/check-heads.ts";
import type { JournalFault } from "../../libs/journal/journal-fault.ts";
import { headText } from "../../libs/journal/journal-head.ts";
import type { JournalProof } from "../../libs/journal/verify-journal.ts";
import { safeJson } from "../../libs/report/safe-json.ts";

/** What a journal's chain proves, for people. */
export const formatProof = (
  file: string,
  proof: JournalProof,
  told: readonly ToldHead[],
): string => {
  const { head, faults } = proof;
  const lines = faults.length === 0 ? wholeLines(proof, told) : faultLines(faults);
  const end = head === null ? [] : [`Head: ${headText(head)}`];
  return [`${printable(file)}`, ...lines, ...end, ""].join("\n");
};

const wholeLines = ({ head, olderRows }: JournalProof, told: readonly ToldHead[]): string[] => [
  `Whole: each of its ${head?.place ?? 0} rows is as it was written, and none is missing.`,
  ...(olderRows === 0
    ? []
    : [
        `An older Flashline wrote places 2 to ${olderRows + 1}: of those it says only that nothing changed since they were chained.`,
      ]),
  told.length === 0
    ? "No head was known to compare with: rows missing at its end would not show (--head)."
    : `It has ${told.length === 1 ? "the head" : `all ${told.length} heads`} that was told before.`.replace(
        /heads that was/,
        "heads that were",
      ),
];

const faultLines = (faults: readonly JournalFault[]): string[] => [
  "BROKEN: what follows is not as it was written.",
  ...formatFaults(faults),
  "Stop the line, keep the data folder as it is, and compare with a backup and with what records were delivered (docs/journal.md).",
];

/** Each fault with its place and what it means, as lines for people. */
export const formatFaults = (faults: readonly JournalFault[]): readonly string[] =>
  faults.flatMap(({ place, problem, meaning }) => [
    `${place === null ? "" : `Place ${place}: `}${problem}`,
    `  ${meaning}`,
  ]);

/** The same as one line of JSON, with what else was found out. */
export const proofJson = (
  file: string,
  { head, olderRows, faults }: JournalProof,
  more: object = {},
): string =>
  `${safeJson({
    kind: "journal-verified",
    at: new Date().toISOString(),
    file,
    whole: faults.length === 0,
    head: head === null ? null : headText(head),
    ...(head ?? { journal: null, place: null, hash: null }),
    olderRows,
    faults,
    ...more,
  })}\n`;
