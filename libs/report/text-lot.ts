import { printable } from "../failure/printable.ts";
import type { Share } from "../figures/yields.ts";
import { drawTable } from "./draw-table.ts";
import type { SerialRow } from "./serial-row.ts";
import type { LotSummary } from "./summarise-lot.ts";
import type { ReportTotals } from "./totals.ts";
import { cutTo } from "./width-of.ts";
import {
  durationWords,
  imageWords,
  percentWords,
  plural,
  shortHash,
  standingWord,
} from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** A lot for people: its boards, what to do about failures, its yields; `causes` counts them below. */
export const lotSection = (
  lot: LotSummary,
  time: (iso: string) => string,
  causes: "with-causes" | "without-causes",
): string => {
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
    causes === "with-causes" && lot.totals.failures.length > 0 ? causeTable(lot.totals) : "",
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
};

const imageLines = (rows: readonly SerialRow[]): readonly string[] => {
  const images = new Set(rows.flatMap((row) => row.images.map(imageWords)));
  return [...images].map((words) => wrapText(`Image ${words}`, ""));
};

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
      cutTo(printable(row.fixture ?? "-"), 12),
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

/** Boards and runs in numbers, and the yields they make. */
export const totalLines = (totals: ReportTotals): readonly string[] => {
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
    yieldLine("Yield", totals.yield, { pass: totals.pass, of: totals.pass + totals.fail }),
    yieldLine("First-pass yield", totals.firstPassYield, totals.firstPass),
    yieldLine("Final yield", totals.finalYield, totals.final),
  ];
};

const yieldLine = (name: string, share: number | null, { pass, of }: Share): string =>
  share === null
    ? `${name}: no board passed or failed`
    : `${name}: ${percentWords(share)} (${pass} of ${of})`;

const causeTable = (totals: ReportTotals): string =>
  drawTable(
    ["CAUSE", "BOARDS", "RUNS"],
    totals.failures.map((cause) => [cause.code, String(cause.boards), String(cause.runs)]),
  );
