import { spawnSync } from "node:child_process";
import { type Command, Option } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import { endProcess } from "../../libs/process/end-process.ts";
import { followOwner } from "../../libs/process/follow-owner.ts";
import { dataOption } from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { lineOption } from "./line-option.ts";
import { sharedRedisUrl } from "./redis-option.ts";
import { PROGRAM_VERSION } from "./version.ts";

interface DashboardOptions {
  readonly redis?: string;
  readonly line?: string;
  readonly data: string;
  readonly owned?: true;
}

/**
 * The one who knew how the terminal was before is gone. A shell with job control has taken it back: then this
 * does nothing to it. Ends this process at once: Node's own end would put the terminal back as it was at its start, raw.
 */
const leaveTerminal = (): never => {
  spawnSync("stty", ["sane"], { stdio: ["inherit", "ignore", "ignore"], timeout: 2000 });
  return endProcess(EXIT.ok);
};

/** `flashline dashboard`: watches a line; any number of them may. */
export const addDashboardCommand = (program: Command): void => {
  program
    .command("dashboard")
    .description("watch a line: every fixture, live")
    .option("--redis <url>", "the line's Redis; else REDIS_URL")
    .addOption(lineOption())
    .addOption(dataOption())
    .addOption(new Option("--owned", "started by run: operates the line, ends with it").hideHelp())
    .action(async ({ redis, line, data, owned }: DashboardOptions, command: Command) => {
      const url = sharedRedisUrl(redis, line);
      if (url === undefined) {
        throw new InputError(
          { source: "dashboard", field: "--redis" },
          "is missing.",
          "Name the line's Redis: --redis redis://HOST:6379, or REDIS_URL.",
        );
      }
      if (!process.stdout.isTTY || !process.stdin.isTTY) {
        throw new InputError(
          { source: "dashboard" },
          "needs a terminal.",
          "Start it in one (over ssh: ssh -t). Plain lines of a lot are printed by its own run --headless.",
        );
      }
      const { watchLine } = await import("../dashboard/watch-line.ts");
      using owner = owned === true ? followOwner() : undefined;
      await watchLine({
        url,
        dataFolder: command.getOptionValueSource("data") === "default" ? null : data,
        program: PROGRAM_VERSION,
        role: owned === true ? "operate" : "watch",
        ...(owner !== undefined && { signal: owner.lost }),
      });
      if (owner?.lost.aborted) leaveTerminal();
    });
};
