import { printable } from "../failure/printable.ts";
import type { BarStyle } from "./draw-bar.ts";
import { localTime } from "./local-time.ts";
import type { Report, ReportScope } from "./report.ts";
import { textFigures } from "./text-figures.ts";
import { lotSection, totalLines } from "./text-lot.ts";
import { plural } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/**
 * The report for people, in 80 columns: per lot its boards, what to do about failures, the yield;
 * then the figures over all of them.
 */
export function* formatTextReport(report: Report, style: BarStyle): Iterable<string> {
  const time = localTime(report.timeZone);
  const bounds = boundLines(report.scope, time);
  if (report.lots.length === 0) {
    yield bounds === "" ? "No lot has been run yet.\n" : `${bounds}\nNo run is among them.\n`;
    return;
  }
  if (bounds !== "") yield `${bounds}\n\n\n`;
  // The causes of a single lot follow among the figures.
  const isOne = report.lots.length === 1;
  for (const lot of report.lots) {
    yield `${lotSection(lot, time, isOne ? "without-causes" : "with-causes")}\n\n\n`;
  }
  if (!isOne) {
    yield `${["All lots", ...totalLines(report.totals)].join("\n")}\n\n`;
  }
  for (const block of textFigures(report, style)) yield `${block}\n\n`;
  if (report.checks > 0) yield `${checksLine(report.checks)}\n\n`;
  yield `Times are those of ${report.timeZone}.\n`;
}

const boundLines = (
  { lot, fixture, since, until }: ReportScope,
  time: (iso: string) => string,
): string => {
  const bounds = [
    ...(since === null ? [] : [`since ${time(since)}`]),
    ...(until === null ? [] : [`before ${time(until)}`]),
    ...(fixture === null ? [] : [`in fixture ${printable(fixture)}`]),
  ];
  if (bounds.length === 0) return "";
  const ofLot = lot === null ? "" : ` of lot ${printable(lot)}`;
  return wrapText(
    `Only runs${ofLot} ${bounds.join(", ")}: a board counts by its last one of them.`,
    "",
  );
};

const checksLine = (checks: number): string =>
  wrapText(`${plural(checks, "run")} of golden and must-fail boards: counted nowhere above.`, "");
