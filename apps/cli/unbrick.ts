import { type Command, InvalidArgumentError } from "commander";
import { isSerial, SERIAL_FORM } from "../../libs/recipe/serial.ts";
import { dataOption } from "./data-option.ts";
import { personName } from "./option-values.ts";
import { PROGRAM_VERSION } from "./version.ts";

interface UnbrickOptions {
  readonly jig: string;
  readonly fixture: string;
  readonly image: string;
  readonly data: string;
  readonly serial?: string;
  readonly operator?: string;
  readonly keyKnownBy?: string;
  readonly json?: true;
  readonly fast?: true;
}

/** `flashline unbrick`: a BK7231T's bootloader, over SPI. */
export const addUnbrickCommand = (program: Command): void => {
  program
    .command("unbrick")
    .description("write the bootloader of a bricked BK7231T anew, over SPI with flashrom")
    .requiredOption("--jig <file>", "jig file: the fixtures and their wiring")
    .requiredOption("--fixture <id>", "id of the fixture that holds the board; it needs `spi`")
    .requiredOption("--image <file>", "known-good bootloader of this chip and key")
    .option("--serial <sn>", "the board's serial; a name of time and fixture if absent", oneSerial)
    .option("--operator <name>", "who does it, for the record", personName)
    .option(
      "--key-known-by <name>",
      "who answers for the key where the board shows none",
      personName,
    )
    .addOption(dataOption())
    .option("--fast", "a virtual board takes no time on wire and flash")
    .option("--json", "one JSON event a line on stdout; lines for people on stderr")
    .addHelpText("after", HELP)
    .action(async (options: UnbrickOptions) => {
      const { showUnbrick } = await import("../one-board/unbrick/show-unbrick.ts");
      const order = {
        jigPath: options.jig,
        fixture: options.fixture,
        imagePath: options.image,
        dataDir: options.data,
        serial: options.serial,
        operator: options.operator,
        keyKnownBy: options.keyKnownBy,
        speed: options.fast === true ? ("instant" as const) : ("real" as const),
        hasTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
        program: PROGRAM_VERSION,
      };
      process.exitCode = await showUnbrick(order, options.json === true ? "json" : "people");
    });
};

const oneSerial = (text: string): string => {
  if (isSerial(text)) return text;
  throw new InvalidArgumentError(`A serial is ${SERIAL_FORM}.`);
};

const HELP = `
For a BK7231T that is silent on both UARTs because its bootloader is gone. Reads the whole flash twice and
keeps it in DATA/backups, then writes those sectors below 0x11000 that differ from the image, reads the whole
flash back and compares it. MAC, calibration and everything from 0x11000 on are never written. The image is a
bootloader+app (QIO) file, a whole dump of a board of the same key, or the bootloader's area alone. Its key must
be the board's: what is left of the board's app or bootloader shows it; where nothing is left --key-known-by
names who answers for it. Ctrl-C stops at once, during the write after it. The journal keeps it as a run of its
own kind, which counts nowhere. docs/unbrick.md tells the wiring and the whole story.

Exit codes: 0 the bootloader is in place, 1 the board failed, 2 wrong usage, jig or image; nothing was touched,
3 the station failed (flashrom, SPI adapter, relay, disk, fixture in use), 130 stopped.

Examples:
  npx flashline unbrick --jig fixtures/repair.yaml --fixture R01 --image good-board.bin
  npx flashline unbrick --jig fixtures/repair.yaml --fixture R01 --image good-board.bin --serial SN000042 --operator Eva`;
