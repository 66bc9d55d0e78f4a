import { type Command, Option } from "commander";
import { BAUD_RATES } from "../../libs/recipe/recipe-schema.ts";
import type { BoardOrder } from "../one-board/board-order.ts";
import { baudRate } from "./option-values.ts";

/** What every command on one board is given. */
export interface BoardOptions {
  readonly jig: string;
  readonly fixture: string;
  readonly baud: number;
  readonly json?: true;
  readonly fast?: true;
}

/** Adds what every command on one board needs: which, and how to talk to it. */
export const addBoardOptions = (command: Command): Command =>
  command
    .requiredOption("--jig <file>", "jig file: the fixtures and their wiring")
    .requiredOption("--fixture <id>", "id of the fixture that holds the board")
    .addOption(
      new Option(
        "--baud <rate>",
        `rate to try first: ${BAUD_RATES.join(", ")}; lower ones follow by themselves`,
      )
        .argParser(baudRate)
        .default(921600),
    )
    .option("--fast", "a virtual board takes no time on wire and flash");

/** The order that the options make. */
export const boardOrder = ({ jig, fixture, baud, fast }: BoardOptions): BoardOrder => ({
  jigPath: jig,
  fixture,
  baud,
  speed: fast === true ? "instant" : "real",
  hasTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
});
