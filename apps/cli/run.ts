import type { Command } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import { countSerials } from "../../libs/lot/count-serials.ts";
import { readSerials } from "../../libs/lot/read-serials.ts";
import type { LotRequest, LotView } from "../coordinator/prepare/lot-request.ts";
import { dataOption } from "./data-option.ts";
import { lineOption } from "./line-option.ts";
import { lotId, personName, serialList, wholeNumber } from "./option-values.ts";
import { sharedRedisUrl } from "./redis-option.ts";
import { showLot } from "./show-lot.ts";
import { PROGRAM_VERSION } from "./version.ts";

interface RunOptions {
  readonly jig?: string;
  readonly recipe?: string;
  readonly serials?: string;
  readonly first?: string;
  readonly count?: number;
  readonly scan?: true;
  readonly lot?: string;
  readonly operator?: string;
  readonly reclaim?: readonly string[];
  readonly data: string;
  readonly redis?: string;
  readonly line?: string;
  readonly backup?: string;
  readonly headless?: true;
  readonly json?: true;
  readonly dryRun?: true;
  readonly fast?: true;
}

/** `flashline run`: flashes a lot of boards. */
export const addRunCommand = (program: Command): void => {
  program
    .command("run")
    .description("flash a lot: every serial on the next free fixture, one durable record per run")
    .option(
      "--jig <file>",
      "jig file: the fixtures and their wiring; without it (with --redis) all that the line's stations serve, also those that come later",
    )
    .option("--recipe <file>", "what to do to each board; fixtures may name their own in the jig")
    .option("--serials <file>", "the lot's serials, one a line")
    .option("--first <serial>", "first serial; its trailing digits count up (with --count)")
    .option("--count <n>", "how many serials from --first", wholeNumber)
    .option("--scan", "serials come from the operator's scanner, until Q")
    .option("--lot <id>", "id of the lot; the same id again goes on where it was", lotId)
    .option("--operator <name>", "who runs it, for the record", personName)
    .option(
      "--reclaim <serials>",
      "boards in your hand whose last run's end a silent station has not told, such as SN1,SN2 (with --operator)",
      serialList,
    )
    .addOption(dataOption())
    .option(
      "--backup <dir>",
      "where each board's old flash is kept if the recipe asks for it (backup: true); else DATA/backups",
    )
    .option(
      "--redis <url>",
      "a shared Redis (redis://, rediss://, or a socket path); else REDIS_URL, else a private one",
    )
    .addOption(lineOption())
    .option("--headless", "plain lines instead of the dashboard")
    .option("--json", "one JSON event a line on stdout; lines for people on stderr")
    .option("--dry-run", "check everything, print the plan, touch nothing")
    .option("--fast", "virtual boards take no time on wire and flash")
    .action(async (options: RunOptions) => {
      const request = requestOf(options, await serialsOf(options));
      if (options.dryRun === true) {
        const { prepareRequest } = await import("../coordinator/prepare/prepare-request.ts");
        const { describePlan } = await import("./describe-plan.ts");
        const { planJson } = await import("./plan-json.ts");
        const { rehearseStock } = await import("../coordinator/identities/stock-pools.ts");
        const prepared = await prepareRequest(request, "look");
        rehearseStock(prepared, request);
        const { foreseeChecks } = await import("./foresee-checks.ts");
        const due = await foreseeChecks(prepared, request.dataDir);
        const now = new Date().toISOString();
        process.stdout.write(
          options.json === true
            ? planJson(prepared, request, now, due)
            : describePlan(prepared, request, due),
        );
        return;
      }
      process.exitCode = await showLot(request);
    });
};

const serialsOf = async (options: RunOptions): Promise<LotRequest["serials"]> => {
  const { serials, first, count, scan } = options;
  const ways = [serials, first, scan].filter((way) => way !== undefined).length;
  if (ways > 1) throw noSerials("more than one source of serials was given.");
  if ((first === undefined) !== (count === undefined))
    throw noSerials("--first and --count go together.");
  if (ways === 0) throw noSerials("no serials were given.");
  if (serials !== undefined) return readSerials(serials);
  if (first !== undefined && count !== undefined) return countSerials(first, count);
  return "scan";
};

const noSerials = (problem: string): InputError =>
  new InputError(
    { source: "run" },
    problem,
    "Give one of --serials FILE, --first SN --count N, or --scan.",
  );

const requestOf = (options: RunOptions, serials: LotRequest["serials"]): LotRequest => ({
  jigPath: options.jig,
  recipePath: options.recipe,
  serials,
  lot: options.lot,
  operator: options.operator,
  reclaim: options.reclaim,
  dataDir: options.data,
  backupDir: options.backup,
  redisUrl: sharedRedisUrl(options.redis, options.line),
  view: viewOf(options),
  hasTerminal: hasTerminal(),
  fast: options.fast === true,
  program: PROGRAM_VERSION,
});

/** A person can read and type here. */
export const hasTerminal = (): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Where the news goes: without a terminal as if `--headless`. */
export const viewOf = (options: { readonly headless?: true; readonly json?: true }): LotView => {
  if (options.json === true) return "json";
  return options.headless === true || !hasTerminal() ? "lines" : "dashboard";
};
