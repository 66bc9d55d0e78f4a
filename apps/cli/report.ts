import { type Command, Option } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { formatCsvReport } from "../../libs/report/csv-report.ts";
import { formatJsonReport } from "../../libs/report/json-report.ts";
import { type LotReport, reportOn } from "../../libs/report/lot-report.ts";
import { formatTextReport } from "../../libs/report/text-report.ts";
import { dataOption } from "./data-option.ts";
import { timeZoneHere } from "./time-zone.ts";
import { writeOutput } from "./write-output.ts";

const FORMATS = {
  text: (report: LotReport) => formatTextReport(report, timeZoneHere()),
  json: formatJsonReport,
  csv: formatCsvReport,
};

interface ReportOptions {
  readonly data: string;
  readonly lot?: string;
  readonly format: keyof typeof FORMATS;
  readonly output?: string;
}

/** `flashline report`: what became of every board of a lot, and the yield. */
export const addReportCommand = (program: Command): void => {
  program
    .command("report")
    .description("show what became of every board of a lot: verdict, cause, yield")
    .addOption(dataOption())
    .option("--lot <id>", "only this lot (default: every lot)")
    .addOption(
      new Option("--format <format>", "how to write it")
        .choices(Object.keys(FORMATS))
        .default("text"),
    )
    .option("-o, --output <file>", "write to this file, not to the screen")
    .addHelpText("after", EXAMPLES)
    .action(async (options: ReportOptions) => {
      using journal = openJournal(options.data, { mode: "read" });
      const report = reportOn(journal, lotsToReport(journal, options));
      await writeOutput(FORMATS[options.format](report), options.output);
    });
};

const EXAMPLES = `
A board counts by its last run. Boards of the lot that never ran are named NOT RUN.
Yield is pass of (pass + fail); errors are the station's and do not count.

Examples:
  npx flashline report --lot 2026-07
  npx flashline report --lot 2026-07 --format csv -o lot.csv`;

const lotsToReport = (
  journal: Journal,
  { lot, data }: { readonly lot?: string; readonly data: string },
): readonly string[] => {
  const known = journal.lots();
  if (lot === undefined) return known;
  if (known.includes(lot)) return [lot];
  throw new InputError(
    { source: "--lot" },
    `lot ${lot} is not in the journal of ${data}.`,
    known.length === 0 ? "No lot is." : `The latest are: ${known.slice(-5).join(", ")}.`,
  );
};
