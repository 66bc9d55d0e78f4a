import type { LotReport } from "./lot-report.ts";
import { safeJson } from "./safe-json.ts";

/** The report for programs: `{"serials":[...],"runs":[...],"totals":{...}}` (design.md section 5.1). */
export const formatJsonReport = (report: LotReport): string =>
  `${safeJson({
    serials: report.lots.flatMap((lot) => lot.rows),
    runs: report.runs,
    totals: report.totals,
  })}\n`;
