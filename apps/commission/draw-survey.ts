import { drawTable } from "../../libs/report/draw-table.ts";
import type { AnswerTimes } from "../../libs/survey/answer-times.ts";
import { type NestMap, placeOf } from "../../libs/survey/nest-map.ts";
import { type Row, readMatrix } from "../../libs/survey/read-matrix.ts";
import type { Survey } from "../../libs/survey/survey.ts";

/** More columns do not fit beside each other. */
const MOST_COLUMNS = 7;

/**
 * Which relay woke which port, rows relays and columns ports; `=` where the jig says so, `!` where it
 * does not. Of larger jigs a line per relay.
 */
export const drawMatrix = (survey: Survey, nests: readonly NestMap[]): string => {
  const { rows } = readMatrix(survey);
  const ports = nests.flatMap(({ flashPort, logPort }) =>
    logPort === undefined || logPort === "flash" ? [flashPort] : [flashPort, logPort],
  );
  if (ports.length > MOST_COLUMNS) {
    const wakes = (row: Row): string => wordsOf(row, ports, nests).join(", ") || ".";
    return drawTable(
      ["relay", "wakes"],
      rows.map((row) => [row.control, wakes(row)]),
    );
  }
  const cells = (row: Row): string[] => ports.map((port) => cellOf(row, port, nests) ?? ".");
  const head = ports.map((port) => nameOf(port, nests));
  return drawTable(
    ["relay", ...head],
    rows.map((row) => [row.control, ...cells(row)]),
  );
};

const nameOf = (port: string, nests: readonly NestMap[]): string => {
  const place = placeOf(nests, port);
  if (place === undefined) return port;
  return place.field === "flashPort" ? place.nest : `${place.nest} log`;
};

/** What a port did as a relay moved, and whether that is as the jig says; undefined for nothing. */
const cellOf = (row: Row, port: string, nests: readonly NestMap[]): string | undefined => {
  const place = placeOf(nests, port);
  const isOwn = place?.nest === row.control;
  if (row.answering.includes(port))
    return `${isOwn && place.field === "flashPort" ? "=" : "!"} answers`;
  if (!row.logging.includes(port)) return undefined;
  const logsHere = nests.some(({ id, logPort }) => id === place?.nest && logPort === "flash");
  return `${isOwn && (place.field === "logPort" || logsHere) ? "=" : "!"} logs`;
};

const wordsOf = (row: Row, ports: readonly string[], nests: readonly NestMap[]): string[] =>
  ports.flatMap((port) => {
    const cell = cellOf(row, port, nests);
    if (cell === undefined) return [];
    return [`${cell.slice(0, 2)}${nameOf(port, nests)} ${cell.slice(2)}`];
  });

/** When the boards answered. */
export const drawTimes = (times: readonly AnswerTimes[]): string =>
  drawTable(
    ["fixture", "answers after", "at most", "of this the relay", "tries"],
    times.map(({ nest, least, median, most, switchedMs, answered, tries }) => [
      nest,
      `${least === median ? "" : `${least} to `}${median} ms`,
      `${most} ms`,
      `${switchedMs} ms`,
      answered === tries ? `${tries}` : `${answered} of ${tries}`,
    ]),
  );
