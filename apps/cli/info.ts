import type { Command } from "commander";
import { addBoardOptions, type BoardOptions, boardOrder } from "./board-options.ts";

/** `flashline info`: what the board in one fixture is. */
export const addInfoCommand = (program: Command): void => {
  const command = program
    .command("info")
    .description(
      "say what the board in one fixture is: chip, bootloader, flash, protection, key, MAC",
    );
  addBoardOptions(command)
    .option("--json", "one JSON object on stdout, also of a board that told nothing")
    .addHelpText("after", HELP)
    .action(async (options: BoardOptions) => {
      const { showInfo } = await import("../one-board/show-info.ts");
      const format = options.json === true ? "json" : "page";
      process.exitCode = await showInfo(boardOrder(options), format);
    });
};

const HELP = `
Restarts the board into its download mode and asks it; no recipe is needed, nothing on it is changed.
At the end it has no power, as after a run. A fixture that another process uses is refused.

Exit codes: 0 the board told what it is, 1 it did not (no answer, dead flash, unknown chip),
2 wrong usage or jig, 3 the station failed (port, relay, fixture in use), 130 stopped.

Examples:
  npx flashline info --jig fixtures/one-nest.yaml --fixture F01
  npx flashline info --jig fixtures/virtual-8.yaml --fixture F02 --json`;
