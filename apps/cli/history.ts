import type { Command } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { formatJsonHistory, historyOf } from "../../libs/report/board-history.ts";
import { formatTextHistory } from "../../libs/report/text-history.ts";
import { dataOption } from "./data-option.ts";
import { timeZoneHere } from "./time-zone.ts";
import { writeOutput } from "./write-output.ts";

interface HistoryOptions {
  readonly data: string;
  readonly json?: true;
}

/** `flashline history SERIAL`: everything ever recorded about a serial. */
export const addHistoryCommand = (program: Command): void => {
  program
    .command("history")
    .description("show everything ever recorded about a serial: each attempt, its steps and proof")
    .argument("<serial>", "serial number of the board")
    .addOption(dataOption())
    .option("--json", "one JSON object on one line, saved sectors in hex")
    .addHelpText("after", "\nExample:\n  npx flashline history SN000042")
    .action(async (serial: string, options: HistoryOptions) => {
      using journal = openJournal(options.data, { mode: "read" });
      const history = historyOf(journal, serial);
      if (history.runs.length + history.open.length === 0) {
        throw new InputError(
          { source: "SERIAL" },
          `${serial} never ran, says the journal of ${options.data}.`,
          "Check the number, or name another data folder with --data DIR.",
        );
      }
      const text = options.json
        ? formatJsonHistory(history)
        : formatTextHistory(history, timeZoneHere());
      await writeOutput(text, undefined);
    });
};
