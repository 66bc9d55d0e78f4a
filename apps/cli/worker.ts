import { type Command, Option } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import type { WorkerNews } from "../worker/worker-news.ts";
import { dataOption } from "./data-option.ts";
import { lineOption } from "./line-option.ts";
import { sharedRedisUrl } from "./redis-option.ts";
import { PROGRAM_VERSION } from "./version.ts";

interface WorkerOptions {
  readonly jig: string;
  readonly redis?: string;
  readonly line?: string;
  readonly data: string;
  readonly backup?: string;
  readonly only?: string;
  readonly json?: true;
  readonly id?: string;
  readonly owned?: true;
}

/** `flashline worker`: serves the fixtures of this host. */
export const addWorkerCommand = (program: Command): void => {
  program
    .command("worker")
    .description("serve the fixtures of this host for a coordinator on a shared Redis")
    .requiredOption("--jig <file>", "jig file: the fixtures and their wiring")
    .option("--redis <url>", "the line's Redis; else REDIS_URL")
    .addOption(lineOption())
    .addOption(dataOption())
    .option("--backup <dir>", "where backups go if a recipe asks for them; else DATA/backups")
    .option("--only <ids>", "serve only these fixtures, such as F01,F02")
    .option("--json", "one JSON event a line on stdout; lines for people on stderr")
    .addOption(
      new Option("--id <id>", "started by run: the name it knows this worker by").hideHelp(),
    )
    .addOption(
      new Option("--owned", "started by run: ends with the process that started it").hideHelp(),
    )
    .addHelpText("after", HELP)
    .action(async ({ jig, redis, line, data, backup, only, json, id, owned }: WorkerOptions) => {
      const redisUrl = sharedRedisUrl(redis, line);
      if (redisUrl === undefined) {
        throw new InputError(
          { source: "worker", field: "--redis" },
          "is missing.",
          "Name the line's Redis: --redis redis://HOST:6379, or REDIS_URL.",
        );
      }
      // One that was started by run is told of there.
      const tell =
        owned === true ? undefined : await newsTeller(json === true ? "json too" : "lines");
      const { serveJig } = await import("../worker/serve-jig.ts");
      process.exitCode = await serveJig({
        jigPath: jig,
        redisUrl,
        dataDir: data,
        backupDir: backup,
        only,
        id,
        program: PROGRAM_VERSION,
        life: owned === true ? "owned" : "standalone",
        tell,
      });
      tell?.({ kind: "worker-stopped", at: new Date().toISOString() });
    });
};

/** On stderr for people, with --json also on stdout for programs. */
const newsTeller = async (form: "lines" | "json too"): Promise<(news: WorkerNews) => void> => {
  const { tellWorkerJson, tellWorkerLines } = await import("./tell-worker.ts");
  const lines = tellWorkerLines((text) => void process.stderr.write(text));
  const json = tellWorkerJson((text) => void process.stdout.write(text));
  return (news) => {
    lines(news);
    if (form === "json too") json(news);
  };
};

const HELP = `
Goes on until it is stopped (Ctrl-C, SIGTERM), which ends it with 0.

Exit codes: 0 stopped, 2 wrong usage or jig, 3 the station failed.`;
