import type { Command } from "commander";
import type { ChipName } from "../../libs/chips/chip.ts";
import { chipOption } from "./chip-option.ts";

interface InspectOptions {
  readonly chip?: ChipName;
  readonly json?: true;
}

/** `flashline inspect`: what firmware files are, where they go, or why they are refused. */
export const addInspectCommand = (program: Command): void => {
  program
    .command("inspect")
    .description("what a firmware file is, for which chip, where it goes, or why it is refused")
    .argument("<file...>", "firmware files and dumps")
    .addOption(chipOption("refuse what is not for this chip"))
    .option("--json", "one JSON object a file and line on stdout")
    .addHelpText("after", HELP)
    .action(async (files: readonly string[], { chip, json }: InspectOptions) => {
      const { showInspections } = await import("./show-inspections.ts");
      const format = json === true ? "json" : "page";
      process.exitCode = await showInspections(files, chip, format);
    });
};

const HELP = `
Opens no port and changes nothing. What a file is, is told by its content; its name only earns a warning.
Of dumps it tells bootloader, app, MAC and which parts are used, never what key-values or keys say.
Colours need a terminal, and NO_COLOR turns them off.

Exit codes: 0 every file can be flashed, 2 one cannot, or cannot be read. All are reported in any case.

Examples:
  npx flashline inspect firmware.uf2
  npx flashline inspect --chip bk7231n *.bin
  npx flashline inspect --json backups/*.bin | jq .dump.mac`;
