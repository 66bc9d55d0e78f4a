import { printable } from "../failure/printable.ts";
import type { Share } from "../figures/yields.ts";
import { drawTable } from "./draw-table.ts";
import { countSentence, lotSentences } from "./lot-words.ts";
import type { SerialRow } from "./serial-row.ts";
import type { LotSummary } from "./summarise-lot.ts";
import type { ReportTotals } from "./totals.ts";
import { cutTo } from "./width-of.ts";
import { durationWords, percentWords, shortHash, standingWord } from "./words.ts";
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
      ...lotSentences(lot.rows, time).map((line) => wrapText(line, "")),
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
    wrapText(
      `${printable(row.serial)} in ${printable(row.fixture ?? "-")}: ${row.cause ?? row.verdict}`,
      "",
    ),
    wrapText(row.explanation ?? "", "  "),
  ].join("\n");

/** Boards and runs in numbers, and the yields they make. */
export const totalLines = (totals: ReportTotals): readonly string[] => [
  wrapText(countSentence(totals), ""),
  yieldLine("Yield", totals.yield, { pass: totals.pass, of: totals.pass + totals.fail }),
  yieldLine("First-pass yield", totals.firstPassYield, totals.firstPass),
  yieldLine("Final yield", totals.finalYield, totals.final),
];

const yieldLine = (name: string, share: number | null, { pass, of }: Share): string =>
  share === null
    ? `${name}: no board passed or failed`
    : `${name}: ${percentWords(share)} (${pass} of ${of})`;

const causeTable = (totals: ReportTotals): string =>
  drawTable(
    ["CAUSE", "BOARDS", "RUNS"],
    totals.failures.map((cause) => [cause.code, String(cause.boards), String(cause.runs)]),
  );
