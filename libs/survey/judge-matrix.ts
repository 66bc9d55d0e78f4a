import { type AnswerTimes, answerTimes } from "./answer-times.ts";
import { type Finding, nestsOf } from "./finding.ts";
import { judgeLogs } from "./judge-logs.ts";
import { judgePorts } from "./judge-ports.ts";
import { judgeRelays } from "./judge-relays.ts";
import { judgeSupplies } from "./judge-supplies.ts";
import { locateBoards } from "./located.ts";
import type { NestMap } from "./nest-map.ts";
import { readMatrix } from "./read-matrix.ts";
import type { Survey } from "./survey.ts";

/** Later than that, a slow day is the next failure: linking waits 2 s for an answer. */
const LATE_MS = 1000;

/**
 * What a survey says of the jig it was taken on, the gravest first. Nothing unfit among the findings
 * means that each relay moves its own nest's board and no other, that the board is off when the relay
 * is, and that each port is what the jig calls it.
 */
export const judgeMatrix = (survey: Survey, nests: readonly NestMap[]): readonly Finding[] => {
  const located = locateBoards(readMatrix(survey), nests);
  const ports = judgePorts(survey, located);
  const relays = judgeRelays(survey, located);
  const inverted = relays.flatMap((it) => (it.kind === "inverted" ? [it.board] : []));
  // A relay that works the wrong way round explains a board that lives while it is off.
  const supplies = judgeSupplies(survey, located).filter(
    (finding) => !nestsOf(finding).some((nest) => inverted.includes(nest)),
  );
  const explained = new Set([...ports, ...supplies].flatMap(explains));
  const isAlive = new Set(supplies.flatMap(nestsOf));
  return [
    ...relayFailures(survey),
    ...ports.filter(({ kind }) => kind !== "noise"),
    ...supplies,
    ...relays.filter(
      (finding) => !isSilence(finding) || !nestsOf(finding).some((nest) => explained.has(nest)),
    ),
    ...judgeLogs(located, (nest) => isAlive.has(nest)),
    ...nests.flatMap(({ id, means }): Finding[] =>
      means === "none" ? [{ kind: "unswitched", nest: id }] : [],
    ),
    ...answerTimes(
      survey,
      nests.filter(({ means }) => means === "cycle"),
    )
      .filter(({ nest }) => !isAlive.has(nest))
      .flatMap(judgeTimes),
    ...ports.filter(({ kind }) => kind === "noise"),
  ];
};

const isSilence = ({ kind }: Finding): boolean => kind === "no-answer" || kind === "link-silent";

/** The nest whose silence a finding explains. */
const explains = (finding: Finding): readonly string[] => {
  const { kind } = finding;
  const isCause = kind === "port-failed" || kind === "joined" || kind === "alive-at-start";
  return isCause ? nestsOf(finding) : [];
};

const relayFailures = ({ moves }: Survey): readonly Finding[] => {
  const failures = new Map(
    moves.flatMap(({ control, trouble }) => (trouble === undefined ? [] : [[control, trouble]])),
  );
  return [...failures].map(([nest, failure]) => ({ kind: "relay-failed", nest, failure }));
};

const judgeTimes = ({ nest, answered, tries, median, switchedMs }: AnswerTimes): Finding[] => [
  ...(answered < tries ? [{ kind: "unsteady", nest, answered, tries } as const] : []),
  ...(median - switchedMs > LATE_MS ? [{ kind: "late", nest, afterMs: median } as const] : []),
];
