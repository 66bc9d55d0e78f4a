import { stringify } from "csv-stringify/sync";
import { printable } from "../failure/printable.ts";
import type { LotReport } from "./lot-report.ts";
import type { SerialRow } from "./serial-row.ts";

/** The report for spreadsheets: one line per serial. No cell is taken for a formula. */
export const formatCsvReport = (report: LotReport): string =>
  stringify(
    report.lots.flatMap((lot) => lot.rows.map(cellsOf)),
    { header: true, columns: COLUMNS, escape_formulas: true },
  );

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
  ].map((cell) => (typeof cell === "string" ? printable(cell) : (cell ?? "")));
