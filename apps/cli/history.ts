import type { Command } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { historyOf, isKnown } from "../../libs/report/board-history.ts";
import { formatJsonHistory } from "../../libs/report/json-history.ts";
import { formatTextHistory } from "../../libs/report/text-history.ts";
import { dataOption } from "./data-option.ts";
import { wholeFlashNumber } from "./option-values.ts";
import { timeZoneHere } from "./time-zone.ts";
import { writeKeptSector } from "./write-kept-sector.ts";
import { writeOutput } from "./write-output.ts";

interface HistoryOptions {
  readonly data: string;
  readonly json?: true;
  readonly kept?: number;
  readonly run?: string;
  readonly output?: string;
}

/** `flashline history SERIAL`: everything ever recorded about a serial. */
export const addHistoryCommand = (program: Command): void => {
  program
    .command("history")
    .description("show everything ever recorded about a serial: each attempt, its steps and proof")
    .argument("<serial>", "serial number of the board")
    .addOption(dataOption())
    .option("--json", "one JSON object on one line")
    .option(
      "--kept <address>",
      "write what was saved of the board there, such as its calibration, to a file (with -o)",
      wholeFlashNumber,
    )
    .option("--run <run>", "the run that saved it, where several did (with --kept)")
    .option("-o, --output <file>", "new file for it, for this user alone: keys may be in it")
    .addHelpText("after", HELP)
    .action(async (serial: string, options: HistoryOptions) => {
      const { kept, run, output } = options;
      if ((kept === undefined) !== (output === undefined) || (kept === undefined && run)) {
        throw new InputError(
          { source: "history" },
          "--kept, -o and --run go together.",
          "Give --kept ADDRESS -o FILE, and --run RUN where several runs saved it.",
        );
      }
      using journal = openJournal(options.data, { mode: "read" });
      const history = historyOf(journal, serial);
      if (!isKnown(history)) {
        throw new InputError(
          { source: "SERIAL" },
          `${serial} is in no lot, says the journal of ${options.data}.`,
          "Check the number, or name another data folder with --data DIR.",
        );
      }
      if (kept !== undefined && output !== undefined) {
        const order = { address: kept, run, file: output };
        const written = await writeKeptSector(history.keptSectors, order);
        process.stdout.write(`${written}\n`);
        return;
      }
      const text = options.json
        ? formatJsonHistory(history)
        : formatTextHistory(history, timeZoneHere());
      await writeOutput(text, undefined);
    });
};

const HELP = `
First what it comes to: how the serial stands, its lots, the boards that were met under it (by MAC) and under which
other serials, what it was given. Then each attempt: when and where, by whom, recipe, approval and images with their
SHA-256, cause, board, steps, CRCs, the end of its log, and when its record was delivered.

What was saved of a board before an erase is told with its address and run; --kept writes its bytes to a file, never to the screen.

Examples:
  npx flashline history SN000042
  npx flashline history SN000042 --kept 0x1d0000 -o sn000042-calibration.bin`;
