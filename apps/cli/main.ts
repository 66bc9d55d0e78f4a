import { Command, CommanderError } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import { addCommands } from "./add-commands.ts";
import {
  countCrashAsStationFailure,
  EXIT,
  formComplaint,
  leaveWhenSaid,
  reportTrouble,
} from "./exit.ts";
import { PROGRAM_VERSION } from "./version.ts";

const program = new Command("npx flashline")
  .description("Batch flashing station for Beken BK72xx Wi-Fi modules")
  .version(PROGRAM_VERSION)
  .showHelpAfterError("(npx flashline --help, or npx flashline COMMAND --help)")
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(formComplaint(text)) })
  .configureHelp({ sortSubcommands: false });

/** Commander's own `help` knows the first command only: of `help jig new` it would show the help of `jig`. */
const wordsOf = ([first = "", ...others]: readonly string[]): readonly string[] => {
  if (first === "help" && others.length > 1) return [...others, "--help"];
  return first === "" ? others : [first, ...others];
};

countCrashAsStationFailure();
// A reader that is gone, be it a pipe's or a terminal, must not end a line in the middle of its boards.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

try {
  const words = wordsOf(process.argv.slice(2));
  await addCommands(program, words);
  await program.parseAsync(words, { from: "user" });
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong; asking for help is not an error.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.input;
  } else {
    process.exitCode = error instanceof InputError ? EXIT.input : EXIT.station;
    await reportTrouble(error);
  }
}

leaveWhenSaid();
