import type { Cut, CutFacts } from "./cut-facts.ts";
import { unionOf } from "./judge-histories.ts";
import { judgeRound } from "./judge-round.ts";

/** What was on its way when the cable was pulled may be read so much later. */
const READ_MS = 5000;

/**
 * Everything that must never happen, and did: besides what no round may have, a board that was run or flashed more
 * than once, and a station that was not really cut off or did not come back to work.
 */
export const judgeCut = (facts: CutFacts): readonly string[] => [
  ...judgeRound(facts.round),
  ...judgeOnce(facts),
  ...(facts.cut === undefined
    ? ["the lot was over before its station was cut off and had returned"]
    : judgeReturn(facts, facts.cut)),
];

const judgeOnce = ({ round }: CutFacts): readonly string[] => {
  const runs = unionOf(round.journals);
  const flashed = round.spans.filter(({ changed }) => changed.length > 0);
  return [
    ...round.serials.flatMap((serial) => {
      const own = runs.filter((run) => run.serial === serial);
      const verdicts = own.map(({ end }) => end?.verdict ?? "none");
      return verdicts.join() === "pass"
        ? []
        : [`${serial} has the verdicts ${verdicts.join(", ")}`];
    }),
    ...(flashed.length === round.serials.length
      ? []
      : [`${round.serials.length} boards, flashed ${flashed.length} times`]),
  ];
};

const judgeReturn = (
  { farFixtures, line, far, round }: CutFacts,
  { from, to }: Cut,
): readonly string[] => {
  const isFar = (thing: object): boolean =>
    "fixture" in thing && "run" in thing && farFixtures.some((id) => id === thing.fixture);
  const leaks = line.filter(({ at, thing }) => at > from + READ_MS && at < to && isFar(thing));
  const isTold = (kind: "worker-lost" | "worker-started", since: number): boolean =>
    line.some(({ at, thing }) => at >= since && thing.kind === kind);
  const begun = line.filter(({ at, thing }) => at < to && thing.kind === "run-started").length;
  const isWorkLeft = round.serials.length - begun > farFixtures.length;
  const isBack = far.some(({ at, thing }) => at >= to && thing.kind === "run-started");
  return [
    ...leaks.map(
      ({ thing }) => `heard of the station while it was cut off: ${JSON.stringify(thing)}`,
    ),
    ...(far.some(({ at, thing }) => at > from && at < to && thing.kind === "run-ended")
      ? []
      : ["no run ended at the station while it was cut off"]),
    ...(isTold("worker-lost", from) ? [] : ["the lot never told that the station was gone"]),
    ...(isTold("worker-started", to) ? [] : ["the lot never told that the station was back"]),
    ...(isBack || !isWorkLeft ? [] : ["the station did no run after its return"]),
  ];
};
