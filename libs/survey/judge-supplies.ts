import type { Finding } from "./finding.ts";
import type { Located } from "./located.ts";
import { type NestMap, placeOf } from "./nest-map.ts";
import type { Hearing, Survey } from "./survey.ts";

/** A busy machine may be told of the last answer so much later, in ms. */
const TOLD_LATE_MS = 250;

/** Boards that live while their relay is off. */
export const judgeSupplies = (survey: Survey, { nests, matrix }: Located): readonly Finding[] => [
  ...matrix.aliveAtStart.flatMap((port) => judgeStart(port, survey, nests)),
  ...matrix.aliveAfter.flatMap((port) => judgeLife(port, survey, nests)),
  ...nests
    // A person takes the time that a person takes.
    .filter(({ means }) => means === "cycle")
    .filter(({ flashPort }) => !matrix.aliveAfter.includes(flashPort))
    .flatMap((nest) => judgeOffTime(nest, survey)),
];

const judgeStart = (port: string, { alive }: Survey, nests: readonly NestMap[]): Finding[] => {
  const place = placeOf(nests, port);
  // Of a nest that nobody switches nothing else is expected.
  const isSwitched = nests.some(({ id, means }) => id === place?.nest && means !== "none");
  if (place === undefined || !isSwitched) return [];
  const feed = alive.find((it) => it.port === port)?.feed;
  return [{ kind: "alive-at-start", place, feed }];
};

const judgeLife = (port: string, { moves }: Survey, nests: readonly NestMap[]): Finding[] => {
  const place = placeOf(nests, port);
  const lives = moves.flatMap(({ off, alive }) =>
    alive.filter((it) => it.port === port).map(({ feed }) => ({ feed, off })),
  );
  const [first] = lives;
  if (place === undefined || first === undefined) return [];
  const forMs = lastOf(lives.flatMap(({ off }) => off.filter((it) => it.port === port)));
  return [{ kind: "stays-alive", nest: place.nest, forMs, feed: first.feed }];
};

const judgeOffTime = ({ id, flashPort, offMs }: NestMap, { moves }: Survey): readonly Finding[] => {
  const own = moves.filter(({ control }) => control === id);
  const wokeOn = own.filter(({ on }) =>
    on.some(({ port, answered }) => port === flashPort && answered),
  );
  // Once may be a busy machine that was told late; a supply that falls slowly does so each time.
  const lasts = wokeOn.map(({ off }) => lastOf(off.filter(({ port }) => port === flashPort)));
  const lastMs = lasts.length === 0 ? 0 : Math.min(...lasts);
  return lastMs > Math.max(offMs, TOLD_LATE_MS)
    ? [{ kind: "slow-off", nest: id, lastMs, offMs }]
    : [];
};

const lastOf = (heard: readonly Hearing[]): number =>
  Math.round(Math.max(0, ...heard.map(({ answered }) => answered?.last ?? 0)));
