import type { Report, ReportFormat } from "./report.ts";
import { makeJsonSafe, safeJson } from "./safe-json.ts";

/**
 * The report for programs, one object on one line: `{"serials":[...],"runs":[...],"totals":{...}}`
 * (design.md section 5.1), then `figures`, `checks` and what it is about. Records are as kept.
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

const membersOf = ({ totals, figures, checks, scope, timeZone, madeAt, head }: Report): string =>
  safeJson({ totals, figures, checks, scope, timeZone, madeAt, head }).slice(1, -1);
