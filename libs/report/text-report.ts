import { printable } from "../failure/printable.ts";
import { drawTable } from "./draw-table.ts";
import { localTime } from "./local-time.ts";
import type { LotReport } from "./lot-report.ts";
import type { SerialRow } from "./serial-row.ts";
import type { LotSummary } from "./summarise-lot.ts";
import type { ReportTotals } from "./totals.ts";
import { durationWords, imageWords, shortHash, standingWord } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** The report for people, in 80 columns: per lot its boards, what to do about failures, the yield. */
export const formatTextReport = (report: LotReport, timeZone: string): string => {
  if (report.lots.length === 0) return "No lot has been run yet.\n";
  const time = localTime(timeZone);
  const sections = report.lots.map((lot) => lotSection(lot, time));
  if (report.lots.length > 1) sections.push(["All lots", ...totalLines(report.totals)].join("\n"));
  return `${sections.join("\n\n\n")}\n\nTimes are those of ${timeZone}.\n`;
};

const lotSection = (lot: LotSummary, time: (iso: string) => string): string => {
  const blocks = [
    [
      wrapText(`Lot ${printable(lot.lot)}`, ""),
      ...imageLines(lot.rows),
      ...approvalLines(lot.rows, time),
    ].join("\n"),
    boardTable(lot.rows, time),
    lot.rows
      .filter((row) => row.explanation !== null)
      .map(explanationOf)
      .join("\n"),
    totalLines(lot.totals).join("\n"),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
};

const imageLines = (rows: readonly SerialRow[]): readonly string[] => [
  ...new Set(rows.flatMap((row) => row.images.map((image) => `Image ${imageWords(image)}`))),
];

/** Of the boards that were run: most lots have one line, sittings before and after an approval two. */
const approvalLines = (
  rows: readonly SerialRow[],
  time: (iso: string) => string,
): readonly string[] => {
  const ran = rows.filter((row) => row.run !== null);
  const lines = ran.map(({ approval }) =>
    approval === null
      ? "Recipe not approved"
      : `Recipe approved by ${printable(approval.by)}, ${time(approval.at)}`,
  );
  return [...new Set(lines)].map((line) => wrapText(line, ""));
};

const boardTable = (rows: readonly SerialRow[], time: (iso: string) => string): string => {
  const hashes = rows.map((row) => row.images.map((image) => shortHash(image.sha256)).join("+"));
  // One image for all is named above; the room is needed for long serials.
  const isMixed = new Set(hashes.filter((hash) => hash !== "")).size > 1;
  return drawTable(
    [
      "SERIAL",
      "VERDICT",
      "RUNS",
      "FIXTURE",
      "CAUSE",
      ...(isMixed ? ["IMAGE"] : []),
      "ENDED",
      "TOOK",
    ],
    rows.map((row, index) => [
      printable(row.serial),
      standingWord(row.verdict),
      String(row.attempts),
      printable(row.fixture ?? "-", 12),
      row.cause ?? "-",
      ...(isMixed ? [hashes[index] ?? ""] : []),
      row.endedAt === null ? "-" : time(row.endedAt).slice("2026-".length, -":00".length),
      row.durationMs === null ? "-" : durationWords(row.durationMs),
    ]),
  );
};

const explanationOf = (row: SerialRow): string =>
  [
    wrapText(`${printable(row.serial)} in ${printable(row.fixture ?? "-")}: ${row.cause}`, ""),
    wrapText(row.explanation ?? "", "  "),
  ].join("\n");

const totalLines = (totals: ReportTotals): readonly string[] => {
  const counts = [
    `${totals.pass} pass`,
    `${totals.fail} fail`,
    `${totals.error} error`,
    `${totals.aborted} aborted`,
    ...(totals.open === 0 ? [] : [`${totals.open} open`]),
    `${totals.notRun} not run`,
  ];
  return [
    wrapText(
      `${plural(totals.boards, "board")}: ${counts.join(", ")}. ${plural(totals.runs, "run")}.`,
      "",
    ),
    yieldLine("Yield", totals.yield, totals.pass, totals.pass + totals.fail),
    yieldLine(
      "First-pass yield",
      totals.firstPassYield,
      totals.firstPass.pass,
      totals.firstPass.of,
    ),
    ...(totals.failures.length === 0 ? [] : ["", causeTable(totals)]),
  ];
};

const yieldLine = (name: string, share: number | null, pass: number, of: number): string =>
  share === null
    ? `${name}: no board passed or failed`
    : `${name}: ${(share * 100).toFixed(1)} % (${pass} of ${of})`;

const causeTable = (totals: ReportTotals): string =>
  drawTable(
    ["CAUSE", "BOARDS", "RUNS"],
    totals.failures.map((cause) => [cause.code, String(cause.boards), String(cause.runs)]),
  );

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
