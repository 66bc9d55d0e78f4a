import type { ReportFormat } from "../../libs/report/report.ts";

/** Every format of the report; each is loaded only when it is asked for. */
export const REPORT_FORMATS = {
  text: async (): Promise<ReportFormat> => {
    const { formatTextReport } = await import("../../libs/report/text-report.ts");
    const { chooseLook } = await import("../dashboard/choose-look.ts");
    const { ASCII_SYMBOLS } = await import("../dashboard/symbols.ts");
    const style = chooseLook(process.env).symbols === ASCII_SYMBOLS ? "plain" : "drawn";
    return (report) => formatTextReport(report, style);
  },
  json: async (): Promise<ReportFormat> =>
    (await import("../../libs/report/json-report.ts")).formatJsonReport,
  csv: async (): Promise<ReportFormat> =>
    (await import("../../libs/report/csv-report.ts")).formatCsvReport,
  junit: async (): Promise<ReportFormat> =>
    (await import("../../libs/report/junit-report.ts")).formatJunitReport,
  html: async (): Promise<ReportFormat> =>
    (await import("../../libs/report-page/html-report.tsx")).formatHtmlReport,
} as const;

/** One of them. */
export type ReportFormatName = keyof typeof REPORT_FORMATS;
