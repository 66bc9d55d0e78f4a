import type { Command } from "commander";
import { countSerials } from "../../libs/lot/count-serials.ts";
import { writeDemoFiles } from "./demo-files.ts";
import { wholeNumber } from "./option-values.ts";
import { hasTerminal, viewOf } from "./run.ts";
import { showLot } from "./show-lot.ts";
import { PROGRAM_VERSION } from "./version.ts";

interface DemoOptions {
  readonly fixtures: number;
  readonly boards: number;
  readonly data: string;
  readonly headless?: true;
  readonly json?: true;
  readonly fast?: true;
  readonly faults?: true;
}

/** `flashline demo`: the main job with nothing plugged in. */
export const addDemoCommand = (program: Command): void => {
  program
    .command("demo")
    .description("flash a lot of virtual boards: the whole station with nothing plugged in")
    .option("--fixtures <n>", "virtual fixtures, BK7231N and BK7231T in turn", wholeNumber, 8)
    .option("--boards <n>", "boards in the lot", wholeNumber, 24)
    .option("--data <dir>", "data folder of the demo", "./data/demo")
    .option("--headless", "plain lines instead of the dashboard")
    .option("--json", "one JSON event a line on stdout; lines for people on stderr")
    .option("--fast", "virtual boards take no time on wire and flash")
    .option("--faults", "some boards are broken, each in its own way")
    .action(async (options: DemoOptions) => {
      const jigPath = await writeDemoFiles(options.data, {
        fixtures: options.fixtures,
        boards: options.faults === true ? "some-faulty" : "good",
      });
      process.exitCode = await showLot({
        jigPath,
        recipePath: undefined,
        serials: countSerials("DEMO0001", options.boards),
        lot: undefined,
        operator: "demo",
        dataDir: options.data,
        backupDir: undefined,
        redisUrl: undefined,
        view: viewOf(options),
        hasTerminal: hasTerminal(),
        fast: options.fast === true,
        program: PROGRAM_VERSION,
        records: "kept-here",
      });
    });
};
