import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { dataOption } from "./data-option.ts";
import { lineOption } from "./line-option.ts";
import { sharedRedisUrl } from "./redis-option.ts";

interface DoctorOptions {
  readonly jig: string;
  readonly recipe?: string;
  readonly redis?: string;
  readonly line?: string;
  readonly data: string;
  readonly json?: true;
  /** False with --no-fix. */
  readonly fix: boolean;
}

/** `flashline doctor`: what keeps a jig from working, and the mends. */
export const addDoctorCommand = (program: Command): void => {
  program
    .command("doctor")
    .description("check ports, permissions, latency timers, relays, Redis, disk; say how to mend")
    .requiredOption("--jig <file>", "jig file: the fixtures and their wiring")
    .option("--recipe <file>", "recipe of the lot: its baud rate is held against what USB carries")
    .option("--redis <url>", "a shared Redis to check; else REDIS_URL, else a private one")
    .addOption(lineOption())
    .addOption(dataOption())
    .option("--no-fix", "leave slow latency timers as they are")
    .option("--json", "one JSON object a line: each finding, then their counts")
    .addHelpText("after", HELP)
    .action(async ({ jig, recipe, redis, line, data, json, fix }: DoctorOptions) => {
      const { thisStation } = await import("../../libs/jig/read-station.ts");
      const { station, deliver } = await thisStation();
      const order = {
        station,
        deliver,
        jigPath: jig,
        recipePath: recipe,
        redisUrl: sharedRedisUrl(redis, line),
        dataDir: data,
        timers: fix ? "set" : "leave",
      } as const;
      const { showDoctor } = await import("../doctor/show-doctor.ts");
      const { thisMachine } = await import("../doctor/this-machine.ts");
      const format = json === true ? "json" : "page";
      process.exitCode = await showDoctor(order, format, thisMachine(programFolder()));
    });
};

const HELP = `
Opens no port and moves no relay or line: a board in work is not disturbed. The one thing it changes is
a latency timer above 1 ms of the jig's own adapters, where this user may; it says so. Run it as the
user who runs the station.

Exit codes: 0 nothing prevents a lot (there may be warnings), 2 wrong usage, jig or recipe, 3 problems.

Examples:
  npx flashline doctor --jig fixtures/one-nest.yaml
  npx flashline doctor --jig my-jig.yaml --recipe my-recipe.yaml --redis redis://127.0.0.1:6379`;

/** The folder that holds the program's own config files: sources and built program lie at different depths. */
const programFolder = (folder: string = import.meta.dirname): string =>
  existsSync(join(folder, "package.json")) || dirname(folder) === folder
    ? folder
    : programFolder(dirname(folder));
