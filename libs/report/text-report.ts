import { decisionWords } from "./decision-words.ts";
import type { BarStyle } from "./draw-bar.ts";
import { localTime } from "./local-time.ts";
import type { Report } from "./report.ts";
import { boundSentence, checksSentence } from "./scope-words.ts";
import { textFigures } from "./text-figures.ts";
import { lotSection, totalLines } from "./text-lot.ts";
import { wrapText } from "./wrap-text.ts";

/**
 * The report for people, in 80 columns: per lot its boards, what to do about failures, the yield;
 * then the figures over all of them.
 */
export function* formatTextReport(report: Report, style: BarStyle): Iterable<string> {
  const time = localTime(report.timeZone);
  const bounds = boundSentence(report.scope, time);
  if (report.lots.length === 0) {
    yield `${bounds === null ? NOTHING : `${wrapText(bounds, "")}\nNo run is among them.`}\n`;
    return;
  }
  if (bounds !== null) yield `${wrapText(bounds, "")}\n\n\n`;
  // The causes of a single lot follow among the figures.
  const isOne = report.lots.length === 1;
  for (const lot of report.lots) {
    yield `${lotSection(lot, time, isOne ? "without-causes" : "with-causes")}\n\n\n`;
  }
  if (!isOne) {
    yield `${["All lots", ...totalLines(report.totals)].join("\n")}\n\n`;
  }
  for (const block of textFigures(report, style)) yield `${block}\n\n`;
  if (report.decisions.length > 0) {
    const lines = report.decisions.map((one) => wrapText(decisionWords(one, time), ""));
    yield `${["Locks and stops", "", ...lines].join("\n")}\n\n`;
  }
  const checks = checksSentence(report.checks);
  if (checks !== null) yield `${wrapText(checks, "")}\n\n`;
  yield `Times are those of ${report.timeZone}.\n`;
  if (report.head !== null) yield `Journal head ${report.head.replace(/:(?=\w+$)/, ":\n")}\n`;
}

const NOTHING = "No lot has been run yet.";
