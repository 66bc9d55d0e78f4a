import type { Report, ReportFormat } from "./report.ts";
import { makeJsonSafe, safeJson } from "./safe-json.ts";

/**
 * The report for programs, one object on one line: `{"serials":[...],"runs":[...],"totals":{...}}`
 * (design.md section 5.1), then `figures`, `checks`, `decisions` and what it is about. Records are as kept.
 */
export const formatJsonReport: ReportFormat = function* (report) {
  yield `{"serials":${safeJson(report.lots.flatMap(({ rows }) => rows))},"runs":[`;
  let separator = "";
  for (const record of report.records()) {
    yield `${separator}${makeJsonSafe(record)}`;
    separator = ",";
  }
  yield `],${membersOf(report)}}\n`;
};

const membersOf = ({ totals, figures, checks, decisions, ...about }: Report): string => {
  const { scope, timeZone, madeAt, head } = about;
  const members = { totals, figures, checks, decisions, scope, timeZone, madeAt, head };
  return safeJson(members).slice(1, -1);
};
