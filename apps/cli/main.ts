import { Command, CommanderError } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import { addDashboardCommand } from "./dashboard.ts";
import { addDemoCommand } from "./demo.ts";
import { countCrashAsStationFailure, EXIT, escapeComplaint, reportTrouble } from "./exit.ts";
import { addHistoryCommand } from "./history.ts";
import { addPortsCommand } from "./ports.ts";
import { addReportCommand } from "./report.ts";
import { addRunCommand } from "./run.ts";
import { addSimulateCommand } from "./simulate.ts";
import { PROGRAM_VERSION } from "./version.ts";
import { addWorkerCommand } from "./worker.ts";

const program = new Command("flashline")
  .description("Batch flashing station for Beken BK72xx Wi-Fi modules")
  .version(PROGRAM_VERSION)
  .showHelpAfterError("(flashline --help, or flashline COMMAND --help)")
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(escapeComplaint(text)) })
  .configureHelp({ sortSubcommands: false });

addDemoCommand(program);
addRunCommand(program);
addReportCommand(program);
addHistoryCommand(program);
addPortsCommand(program);
addWorkerCommand(program);
addDashboardCommand(program);
addSimulateCommand(program);
for (const command of program.commands) command.exitOverride();

countCrashAsStationFailure();
// A reader that is gone, be it a pipe's or a terminal, must not end a line in the middle of its boards.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong; asking for help is not an error.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.input;
  } else {
    process.exitCode = error instanceof InputError ? EXIT.input : EXIT.station;
    reportTrouble(error);
  }
}
