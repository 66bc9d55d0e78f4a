import { printable } from "../../libs/failure/printable.ts";
import type { BroughtBy, JournalComparison } from "../../libs/journal/compare-journals.ts";
import { headText } from "../../libs/journal/journal-head.ts";
import { formatFaults, formatProof } from "./format-proof.ts";
import type { LineProof, StationProof } from "./prove-stations.ts";

/** What the stations' journals prove of the line's, for people. */
export const formatLineProof = ({ stations, unproven }: LineProof): string =>
  [
    ...stations.flatMap(({ file, proof, told, comparison }) => [
      "",
      formatProof(file, proof, told).trimEnd(),
      ...agreementLines(comparison),
    ]),
    ...unproven.map(
      (by) =>
        `Not compared: ${records(by.records)} of ${names(by)}, whose journal ${printable(by.journal)} was not given (--against).`,
    ),
    "",
  ].join("\n");

const agreementLines = (comparison: JournalComparison): readonly string[] => {
  const { aside, waiting, faults } = comparison;
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
  if (waiting > 0) {
    lines.push(
      `${records(waiting)} more to be brought: a worker of this journal does so while the line runs.`,
    );
  }
  return lines;
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
