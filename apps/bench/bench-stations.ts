import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { startPrivateRedis } from "../../libs/dispatch/private-redis.ts";
import { openRedisGauge, type RedisLoad } from "../../libs/dispatch/redis-load.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { loadBoard } from "../../libs/simulator/board-client.ts";
import { BENCH_CHIPS, type BenchCase } from "./bench-case.ts";
import { type BenchLoads, writeBenchLine } from "./bench-line.ts";
import { runProgram, startProgram } from "./run-program.ts";
import { StationMeter } from "./station-meter.ts";

/** How many stations, and what each has to do. */
export interface StationsCase {
  readonly stations: number;
  readonly fixtures: number;
  /** For each fixture. */
  readonly boards: number;
}

/** What a lot on several stations showed. */
export interface StationsFigures {
  readonly order: StationsCase;
  /** From the first run's start to the last one's end. */
  readonly seconds: number;
  /** From the end of a fixture's run, as recorded, to the start of its next one: way to the coordinator, decision, way back. ms */
  readonly handovers: readonly number[];
  /** Of Redis, in seconds. */
  readonly redisCpu: number;
  readonly commands: number;
  readonly most: Pick<RedisLoad, "keys" | "usedBytes" | "clients">;
  /** In seconds. */
  readonly coordinatorCpu: number;
  /** In bytes. */
  readonly coordinatorPss: number;
}

const SAMPLE_EVERY_MS = 500;

const endSchema = z.object({ fixture: z.string() });
const placeSchema = z.object({ fixture: z.string(), flashPort: z.string(), logPort: z.string() });

/**
 * One lot on stations of their own workers and data folders, all on one Redis, their boards at the
 * wire's pace. @throws Error if the lot does not pass.
 */
export const benchStations = async (
  order: StationsCase,
  loads: BenchLoads,
  signal: AbortSignal,
): Promise<StationsFigures> => {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), "flashline-bench-")), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const redis = opened.use(await startPrivateRedis());
  const gauge = opened.use(await openRedisGauge(redis.url));
  const nests = order.stations * order.fixtures;
  const lot: BenchCase = {
    ...{ chips: BENCH_CHIPS, boards: nests, baud: 921600, adapterMs: 0, images: "full" },
  };
  const virtual = await writeBenchLine(folder, lot, loads);
  const jig = await wireBoards(opened, folder, virtual, nests);
  const data = Array.from({ length: order.stations }, (_, index) => join(folder, `data-${index}`));
  for (const [index, dataDir] of data.entries()) {
    const first = index * order.fixtures + 1;
    const ids = Array.from({ length: order.fixtures }, (_, nest) => idOf(first + nest));
    const worker = ["worker", "--jig", jig, "--redis", redis.url, "--data", dataDir];
    await startUntil(opened, [...worker, "--only", ids.join(","), "--json"], /"worker-started"/, 1);
  }

  const meter = new StationMeter(process.pid);
  const before = await gauge.read();
  const most = { keys: 0, usedBytes: 0, clients: 0 };
  const sampling = setInterval(async () => {
    meter.sample();
    const load = await gauge.read().catch(() => before);
    for (const figure of ["keys", "usedBytes", "clients"] as const) {
      most[figure] = Math.max(most[figure], load[figure]);
    }
  }, SAMPLE_EVERY_MS);
  opened.defer(() => clearInterval(sampling));
  await runProgram(
    [
      ...["run", "--jig", jig, "--first", "BENCH00001", "--count", String(nests * order.boards)],
      ...["--data", join(folder, "data"), "--redis", redis.url, "--json", "--headless"],
    ],
    (line) => {
      if (!line.includes('"kind":"run-ended"')) return;
      const { fixture } = endSchema.parse(JSON.parse(line));
      // Its next run first opens ports and waits without power: the board is another by then.
      void loadBoard(join(folder, "control.sock"), fixture).catch(() => undefined);
    },
    signal,
  );
  const after = await gauge.read();
  return {
    order,
    ...timesOf(data),
    redisCpu: after.cpuSeconds - before.cpuSeconds,
    commands: after.commands - before.commands,
    most,
    coordinatorCpu: meter.cpuSeconds().coordinator,
    coordinatorPss: meter.peakPss.coordinator,
  };
};

const idOf = (nest: number): string => `F${String(nest).padStart(2, "0")}`;

/** Puts the boards on ports, and writes the jig with these. */
const wireBoards = async (
  opened: AsyncDisposableStack,
  folder: string,
  virtual: string,
  nests: number,
): Promise<string> => {
  const socket = join(folder, "control.sock");
  const simulate = ["simulate", "--jig", virtual, "--control", socket];
  const lines = await startUntil(opened, simulate, /^{"fixture"/, nests);
  const fixtures = lines.map((line, index) => {
    const { fixture, flashPort, logPort } = placeSchema.parse(JSON.parse(line));
    const power = { kind: "virtual", socket, board: fixture };
    const recipe = `${BENCH_CHIPS[index % BENCH_CHIPS.length]}.yaml`;
    return { id: fixture, recipe, flashPort, logPort, power, offMs: 300 };
  });
  const jig = join(folder, "stations.yaml");
  await writeFile(jig, JSON.stringify({ jig: "stations", trigger: "auto", fixtures }));
  return jig;
};

/** Starts a program, ended with the rest, and waits for so many lines of its stdout that fit. */
const startUntil = async (
  opened: AsyncDisposableStack,
  args: readonly string[],
  fits: RegExp,
  count: number,
): Promise<readonly string[]> => {
  const child = startProgram(args, "pipe");
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  opened.defer(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  void ended.then(() => reject(new Error(`flashline ${args[0]} ended: ${said}`)));
  const lines: string[] = [];
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (fits.test(line) && lines.push(line) === count) resolve(lines);
    });
  }
  return await promise;
};

const timesOf = (data: readonly string[]): Pick<StationsFigures, "handovers" | "seconds"> => {
  const spans = data.flatMap((dataDir) => {
    using journal = openJournal(dataDir, { mode: "read" });
    return journal.records().map(({ fixture, startedAt, endedAt }) => ({
      fixture,
      start: Date.parse(startedAt),
      end: Date.parse(endedAt),
    }));
  });
  const handovers = [...Map.groupBy(spans, ({ fixture }) => fixture).values()].flatMap((runs) =>
    runs.slice(1).map(({ start }, index) => start - (runs[index]?.end ?? start)),
  );
  const first = Math.min(...spans.map(({ start }) => start));
  return { handovers, seconds: (Math.max(...spans.map(({ end }) => end)) - first) / 1000 };
};
