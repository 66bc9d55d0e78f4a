import type { Finding } from "./finding.ts";
import type { Located } from "./located.ts";
import { type NestMap, placeOf } from "./nest-map.ts";
import type { Survey } from "./survey.ts";

/** What is wrong with relays and boards: which moves which. */
export const judgeRelays = (survey: Survey, located: Located): readonly Finding[] => {
  const { nests, feeds, feeders } = located;
  const failed = new Set(survey.moves.flatMap((move) => (move.trouble ? [move.control] : [])));
  const switched = nests.filter(({ id, means }) => means !== "none" && !failed.has(id));
  return [
    ...switched.flatMap((nest) => judgeRelay(nest, survey, located)),
    ...nests.flatMap(({ id }): Finding[] => {
      const relays = feeders(id);
      return relays.length > 1 ? [{ kind: "shared-board", nest: id, relays }] : [];
    }),
    // Whose relay moves others and whose own board nobody moves.
    ...switched
      .filter(({ id }) => feeders(id).length === 0 && feeds(id).length > 0)
      .map((nest) => noAnswer(nest, survey, located)),
  ];
};

const judgeRelay = (nest: NestMap, survey: Survey, located: Located): readonly Finding[] => {
  const { id } = nest;
  const boards = located.feeds(id);
  const [board, second] = boards;
  if (board === undefined) return [judgeIdle(nest, survey, located)];
  if (second !== undefined) return [{ kind: "shared-relay", nest: id, boards }];
  if (board === id) return [];
  const back = located.feeds(board);
  if (back.length !== 1 || back[0] !== id) return [{ kind: "relay-of-other", nest: id, board }];
  return id < board
    ? [{ kind: "crossed", nests: [id, board], crossed: whatIsCrossed(id, board, located) }]
    : [];
};

/** Log ports that stayed with the relays say that the flash ports did not. */
const whatIsCrossed = (one: string, other: string, located: Located) => {
  const stays = [one, other].map((id) => {
    const nest = located.nests.find((it) => it.id === id);
    const log = nest && located.logPortOf(nest);
    const speakers = log === undefined || log === nest?.flashPort ? [] : located.speakers(log);
    return speakers.length === 1 ? speakers[0] === id : undefined;
  });
  if (stays.every((it) => it === true)) return "flash-ports";
  return stays.every((it) => it === false) ? "relays" : "relays-or-ports";
};

/** A relay that made no chip answer. */
const judgeIdle = (nest: NestMap, survey: Survey, located: Located): Finding => {
  const { id, flashPort } = nest;
  const { nests, matrix, feeders } = located;
  const row = matrix.rows.find(({ control }) => control === id);
  const woken = row?.wokenByOff.flatMap((port) => placeOf(nests, port) ?? []) ?? [];
  const own = woken.find((place) => place.nest === id) ?? woken[0];
  if (own !== undefined) return { kind: "inverted", nest: id, board: own.nest };
  const logging = row?.logging ?? [];
  if (logging.includes(flashPort)) return { kind: "flash-is-log", nest: id };
  const log = logging.flatMap((port) => placeOf(nests, port) ?? [])[0];
  if (log !== undefined) return { kind: "link-silent", nest: id, log };
  const movedBy = feeders(id);
  if (movedBy.length > 0) return { kind: "dead-relay", nest: id, movedBy };
  return noAnswer(nest, survey, located);
};

const noAnswer = (
  { id, flashPort }: NestMap,
  { moves, allOn }: Survey,
  { feeds }: Located,
): Finding => {
  const noise = moves
    .filter(({ control }) => control === id)
    .flatMap(({ on }) => on.filter(({ port }) => port === flashPort))
    .reduce((most, hearing) => Math.max(most, hearing.noise), 0);
  const isThere = allOn?.some(({ port, answered }) => port === flashPort && answered);
  const together = allOn === undefined ? "not-tried" : isThere === true ? "answered" : "silent";
  return { kind: "no-answer", nest: id, allOn: together, noise, moves: feeds(id) };
};
