import { type Command, InvalidArgumentError } from "commander";
import type { ReadOrder } from "../one-board/read-order.ts";
import { addBoardOptions, type BoardOptions, boardOrder } from "./board-options.ts";
import { wholeFlashNumber } from "./option-values.ts";

interface ReadOptions extends BoardOptions {
  readonly output?: string;
  readonly start: number;
  readonly length?: number;
  readonly force?: true;
}

/** `flashline read`: a board's flash into a file. */
export const addReadCommand = (program: Command): void => {
  const command = program
    .command("read")
    .description(
      "read the flash of the board in one fixture into a file, proven by the chip's CRC",
    );
  addBoardOptions(command)
    .option("-o, --output <file>", "file for the dump (default: FIXTURE-MAC.bin in this folder)")
    .option("--start <address>", "first byte to read, decimal or 0x...", wholeFlashNumber, 0)
    .option("--length <bytes>", "how many, decimal or 0x... (default: to the end)", someBytes)
    .option("--force", "replace a file that has the name already")
    .option("--json", "one JSON event a line on stdout; lines for people on stderr")
    .addHelpText("after", HELP)
    .action(async (options: ReadOptions) => {
      const { showRead } = await import("../one-board/show-read.ts");
      const format = options.json === true ? "json" : "sum";
      process.exitCode = await showRead(readOrder(options), format);
    });
};

const HELP = `
Reads the whole flash, bootloader included, or the range; any alignment will do. Every 64 KiB is
compared with the chip's own CRC and read again where it differs. Changes nothing on the board.
Prints SHA-256 and file as sha256sum does. The file appears when it is whole; until then FILE.part
grows, and the same command goes on where an earlier one was cut off, if it is the same board.

Exit codes: 0 read, 1 the board failed, 2 wrong usage, jig or range, or the file is there already,
3 the station failed (port, relay, disk, fixture in use), 130 stopped.

Examples:
  npx flashline read --jig fixtures/one-nest.yaml --fixture F01
  npx flashline read --jig fixtures/one-nest.yaml --fixture F01 -o app.bin --start 0x11000 --length 0x121000`;

const someBytes = (text: string): number => {
  const value = wholeFlashNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("Give 1 or more.");
};

const readOrder = (options: ReadOptions): ReadOrder => ({
  ...boardOrder(options),
  output: options.output,
  existing: options.force === true ? "replace" : "refuse",
  start: options.start,
  length: options.length,
});
