import { stringify } from "csv-stringify/sync";
import { macForPeople } from "../bytes/mac.ts";
import { printable } from "../failure/printable.ts";
import type { ReportFormat } from "./report.ts";
import type { SerialRow } from "./serial-row.ts";

/** The report for spreadsheets: one line per serial. No cell is taken for a formula. */
export const formatCsvReport: ReportFormat = function* ({ lots }) {
  yield stringify([COLUMNS]);
  for (const { rows } of lots) yield stringify(rows.map(cellsOf), { escape_formulas: true });
};

const COLUMNS = [
  "lot",
  "serial",
  "verdict",
  "attempts",
  "fixture",
  "cause",
  "explanation",
  "image",
  "sha256",
  "endedAt",
  "seconds",
  "run",
  "approvedBy",
  "approvedAt",
  "firstVerdict",
  "operator",
  "station",
  "recipe",
  "boardMac",
];

const cellsOf = (row: SerialRow): readonly (string | number)[] =>
  [
    row.lot,
    row.serial,
    row.verdict,
    row.attempts,
    row.fixture,
    row.cause,
    row.explanation,
    row.images.map((image) => image.file).join("; "),
    row.images.map((image) => image.sha256).join("; "),
    row.endedAt,
    row.durationMs === null ? null : row.durationMs / 1000,
    row.run,
    row.approval?.by ?? null,
    row.approval?.at ?? null,
    row.firstVerdict,
    row.operator,
    row.station,
    row.recipe,
    row.boardMac === null ? null : macForPeople(row.boardMac),
  ].map((cell) => (typeof cell === "string" ? disarm(printable(cell)) : (cell ?? "")));

/** Where a semicolon parts cells, as in much of Europe, a formula could also begin inside one of ours, quoted or not. */
const disarm = (text: string): string => text.replace(/(;[\s"]*)(?=[=+\-@＝＋－＠])/g, "$1'");
