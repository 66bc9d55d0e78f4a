import type { Finding } from "./finding.ts";
import type { Located } from "./located.ts";
import { type NestMap, placeOf } from "./nest-map.ts";

/** What is wrong with log ports: each must speak with the relays that move its nest's board. */
export const judgeLogs = (
  located: Located,
  isUnclear: (nest: string) => boolean,
): readonly Finding[] => [
  ...[...located.swapped].map((nest): Finding => ({ kind: "ports-swapped", nest })),
  ...located.nests.flatMap((nest) => judgeAnswers(nest, located)),
  ...located.nests.filter(({ id }) => !isUnclear(id)).flatMap((nest) => judgeLog(nest, located)),
];

/** Chips answer on flash ports, or on log ports in their place. */
const judgeAnswers = (
  { id, logPort }: NestMap,
  { matrix, swapped }: Located,
): readonly Finding[] => {
  if (logPort === undefined || swapped.has(id)) return [];
  const relays = matrix.rows.flatMap(({ control, answering }) =>
    answering.includes(logPort) ? [control] : [],
  );
  return relays.length === 0 ? [] : [{ kind: "log-answers", nest: id, relays }];
};

const judgeLog = (nest: NestMap, located: Located): readonly Finding[] => {
  const { id, flashPort } = nest;
  const port = located.logPortOf(nest);
  const feeders = located.feeders(id);
  // Of a board that no relay moves nothing is expected, and that was told.
  if (port === undefined || feeders.length === 0) return [];
  const field = placeOf(located.nests, port)?.field ?? "logPort";
  const relays = located.speakers(port);
  if (relays.length === 0) return [{ kind: "log-silent", nest: id, field }];
  const isRight =
    relays.length === feeders.length && relays.every((relay) => feeders.includes(relay));
  if (isRight || (port !== flashPort && isLeftBehind(id, relays, located))) return [];
  return [{ kind: "log-of-other", nest: id, relays }];
};

/** Of two nests with crossed flash ports the log ports are right. */
const isLeftBehind = (id: string, relays: readonly string[], { feeds, feeders }: Located) => {
  const [feeder] = feeders(id);
  const [board, second] = feeds(id);
  return relays.length === 1 && relays[0] === id && board === feeder && second === undefined;
};
