import type { Finding } from "./finding.ts";
import type { Located } from "./located.ts";
import { type NestMap, placeOf } from "./nest-map.ts";
import type { Hearing, Survey } from "./survey.ts";

/** A busy machine may be told of the last answer so much later, in ms. */
const TOLD_LATE_MS = 250;

/** Boards that live while their relay is off. */
export const judgeSupplies = (survey: Survey, { nests, matrix }: Located): readonly Finding[] => [
  ...matrix.aliveAtStart
    .flatMap((port) => placeOf(nests, port) ?? [])
    .filter(({ nest }) => nests.find(({ id }) => id === nest)?.means !== "none")
    .map((place): Finding => ({ kind: "alive-at-start", place })),
  ...matrix.aliveAfter
    .flatMap((port) => placeOf(nests, port)?.nest ?? [])
    .map((nest): Finding => ({ kind: "stays-alive", nest, forMs: livedFor(survey, nests, nest) })),
  ...nests
    .filter(({ flashPort }) => !matrix.aliveAfter.includes(flashPort))
    .flatMap((nest) => judgeOffTime(nest, survey)),
];

const livedFor = ({ moves }: Survey, nests: readonly NestMap[], nest: string): number => {
  const spans = moves
    .flatMap(({ off, alive }) => off.filter(({ port }) => alive.includes(port)))
    .filter(({ port }) => placeOf(nests, port)?.nest === nest);
  return lastOf(spans);
};

const judgeOffTime = ({ id, flashPort, offMs }: NestMap, { moves }: Survey): readonly Finding[] => {
  const own = moves.filter(({ control }) => control === id);
  const wokeOn = own.filter(({ on }) =>
    on.some(({ port, answered }) => port === flashPort && answered),
  );
  const lastMs = lastOf(wokeOn.flatMap(({ off }) => off.filter(({ port }) => port === flashPort)));
  return lastMs > Math.max(offMs, TOLD_LATE_MS)
    ? [{ kind: "slow-off", nest: id, lastMs, offMs }]
    : [];
};

const lastOf = (heard: readonly Hearing[]): number =>
  Math.round(Math.max(0, ...heard.map(({ answered }) => answered?.last ?? 0)));
