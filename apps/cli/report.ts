import { type Command, Option } from "commander";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { readReport } from "../../libs/report/read-report.ts";
import { checkReportPlace } from "./check-report-place.ts";
import { dataOption } from "./data-option.ts";
import { REPORT_FORMATS, type ReportFormatName } from "./report-formats.ts";
import { type ReportBounds, scopeOf, shiftsOf } from "./report-scope.ts";
import { timeZoneHere } from "./time-zone.ts";
import { writeOutput } from "./write-output.ts";

interface ReportOptions extends ReportBounds {
  readonly data: string;
  readonly shifts?: string;
  readonly format: ReportFormatName;
  readonly output?: string;
  readonly force?: true;
}

/** `flashline report`: what became of every board of a lot, yields, failures and times. */
export const addReportCommand = (program: Command): void => {
  program
    .command("report")
    .description("show what became of every board, yields, failures and times")
    .addOption(dataOption())
    .option("--lot <id>", "only this lot (default: every lot)")
    .option("--fixture <id>", "only runs in this fixture")
    .option("--since <time>", "only runs that started then or later")
    .option("--until <time>", "only runs that started before; a day includes itself")
    .option(
      "--shifts <times>",
      "when shifts begin (default: the station's, else 06:00,14:00,22:00)",
    )
    .addOption(
      new Option("--format <format>", "how to write it")
        .choices(Object.keys(REPORT_FORMATS))
        .default("text"),
    )
    .option(
      "-o, --output <file>",
      "write to this file, not to the screen; replaces an older report",
    )
    .option("--force", "replace the file whatever it is")
    .addHelpText("after", HELP)
    .action(async ({ data, format, output, force, shifts, ...bounds }: ReportOptions) => {
      if (output !== undefined && force !== true) await checkReportPlace(output);
      const timeZone = timeZoneHere();
      const now = new Date();
      const shiftStarts = await shiftsOf(shifts);
      using journal = openJournal(data, { mode: "read" });
      const scope = scopeOf(bounds, { journal, data, timeZone, now });
      const report = readReport(journal, scope, { timeZone, shiftStarts, now });
      const write = await REPORT_FORMATS[format]();
      await writeOutput(write(report), output);
    });
};

const HELP = `
A board counts by its last run. Boards of the lot that never ran are named NOT RUN. Serials that
passed on boards with one MAC are DOUBTFUL: one board twice, or two boards with one MAC.
Yield is pass of (pass + fail); errors are the station's and do not count. docs/reports.md
defines every figure.

A time is a day (2026-03-01), the wall clock's (2026-03-01T14:00), one with its zone
(2026-03-01T14:00Z), or how long ago (30m, 8h, 7d).

Examples:
  npx flashline report --lot 2026-07
  npx flashline report --since 8h --fixture F07
  npx flashline report --lot 2026-07 --format csv -o lot.csv
  npx flashline report --since 7d --format html -o week.html`;
