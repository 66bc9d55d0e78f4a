import { basename, dirname } from "node:path";
import { printable } from "../../libs/failure/printable.ts";
import type { BroughtBy, JournalComparison } from "../../libs/journal/compare-journals.ts";
import { headText } from "../../libs/journal/journal-head.ts";
import { JOURNAL_FILE } from "../../libs/journal/open-journal.ts";
import { shellWord } from "../../libs/process/shell-word.ts";
import { formatFaults, formatProof } from "./format-proof.ts";
import type { LineProof, StationProof } from "./prove-stations.ts";

/** What the stations' journals prove of the line's, for people. */
export const formatLineProof = ({ stations, unproven }: LineProof): string =>
  [
    ...stations.flatMap(({ file, proof, told, comparison }) => [
      "",
      formatProof(file, proof, told).trimEnd(),
      ...agreementLines(comparison, file),
    ]),
    ...unproven.map(
      (by) =>
        `Not compared: ${records(by.records)} of ${names(by)}, whose journal ${printable(by.journal)} was not given (--against).`,
    ),
    "",
  ].join("\n");

const agreementLines = (comparison: JournalComparison, file: string): readonly string[] => {
  const { aside, answered, waiting, faults } = comparison;
  const lines = [
    ...(faults.length === 0
      ? [hasLine(comparison)]
      : ["DIFFERS from the line's journal:", ...formatFaults(faults), hasLine(comparison)]),
  ];
  if (aside > 0) {
    lines.push(
      `${records(aside)} of them aside: they contradict others there, or could not be read.`,
    );
  }
  if (answered > 0) {
    lines.push(
      `It has ${answered} more by ${answered === 1 ? "its answer" : "their answers"} alone, compared by run: their places in this chain come with its next lot.`,
    );
  }
  if (waiting > 0) lines.push(...missingLines(comparison, file));
  return lines;
};

/** What is still to come, and what brings it. */
const missingLines = ({ waiting, missing }: JournalComparison, file: string): readonly string[] => {
  const isInFolder = basename(file) === JOURNAL_FILE;
  const folder = isInFolder ? ` (--data ${printable(shellWord(dirname(file)))})` : "";
  const more = waiting - missing.length;
  return [
    `${records(waiting)} that the line does not have yet:`,
    ...missing.map(
      ({ run, serial, fixture, station, verdict }) =>
        `  ${printable(serial)} in ${printable(fixture)} of ${printable(station)}: ${printable(verdict)} (run ${printable(run)})`,
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `What is missing comes by itself while both are at work on the line's Redis: a worker with this data folder${folder}, and a lot with the line's, whichever it is.`,
  ];
};

const hasLine = ({ brought, stations, faults }: JournalComparison): string => {
  const has = `The line has ${records(brought)} of ${names({ stations })} from here`;
  if (brought === 0 || faults.length > 0) return `${has}.`;
  return `${has}, ${brought === 1 ? "" : "each "}at its place of this chain and the same in both.`;
};

const records = (count: number): string => `${count} ${count === 1 ? "record" : "records"}`;

const names = ({ stations }: Pick<BroughtBy, "stations">): string =>
  stations.length === 0 ? "this station" : printable(stations.join(", "), 200);

/** The same as members of a JSON object. */
export const lineProofFields = ({ stations, unproven }: LineProof): object => ({
  against: stations.map(stationFields),
  notCompared: unproven,
});

const stationFields = ({ file, proof, comparison }: StationProof): object => {
  const { head, olderRows, faults } = proof;
  const { faults: differences, ...count } = comparison;
  return {
    file,
    whole: faults.length === 0,
    agrees: differences.length === 0,
    head: head === null ? null : headText(head),
    ...(head ?? { journal: null, place: null, hash: null }),
    olderRows,
    ...count,
    faults: [...faults, ...differences],
  };
};
