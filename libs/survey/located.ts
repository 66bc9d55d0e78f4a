import { type NestMap, placeOf } from "./nest-map.ts";
import type { Matrix } from "./read-matrix.ts";

/** Where the boards were found, in the jig's words. */
export interface Located {
  readonly nests: readonly NestMap[];
  readonly matrix: Matrix;
  /** Nests whose board answers on the log port. */
  readonly swapped: ReadonlySet<string>;
  /** The nests whose boards a relay moves. */
  feeds(relay: string): readonly string[];
  /** The relays that move a nest's board. */
  feeders(nest: string): readonly string[];
  /** The port that shows the nest's log, if the jig has one: swapped ports as they are. */
  logPortOf(nest: NestMap): string | undefined;
  /** The relays with which a port speaks as a log. */
  speakers(port: string): readonly string[];
}

/** Reads a matrix as a jig's. */
export const locateBoards = (matrix: Matrix, nests: readonly NestMap[]): Located => {
  const answering = new Set(matrix.rows.flatMap((row) => row.answering));
  const swapped = new Set(
    nests
      .filter(({ flashPort }) => !answering.has(flashPort))
      .filter(({ logPort }) => logPort !== undefined && answering.has(logPort))
      .map(({ id }) => id),
  );
  const isBoardPort = (port: string): boolean => {
    const place = placeOf(nests, port);
    return place !== undefined && (place.field === "flashPort") !== swapped.has(place.nest);
  };
  const boards = new Map(
    matrix.rows.map(({ control, answering: ports }) => {
      const fed = ports.filter(isBoardPort).map((port) => placeOf(nests, port)?.nest);
      // In the jig's order, whichever answered first.
      return [control, nests.map(({ id }) => id).filter((id) => fed.includes(id))];
    }),
  );
  return {
    nests,
    matrix,
    swapped,
    feeds: (relay) => boards.get(relay) ?? [],
    feeders: (nest) => [...boards].flatMap(([relay, fed]) => (fed.includes(nest) ? [relay] : [])),
    logPortOf: ({ id, flashPort, logPort }) =>
      logPort === "flash" || swapped.has(id) ? flashPort : logPort,
    speakers: (port) =>
      matrix.rows.flatMap(({ control, logging }) => (logging.includes(port) ? [control] : [])),
  };
};
