import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startPrivateRedis } from "../../libs/dispatch/private-redis.ts";
import { openRedisGauge } from "../../libs/dispatch/redis-load.ts";
import { print, runTool, say } from "../../libs/tool/run-tool.ts";
import { parseOptions, readWholeNumber } from "../../libs/tool/tool-options.ts";
import { BENCH_CHIPS } from "./bench-case.ts";
import { makeLoads, writeBenchLine } from "./bench-line.ts";
import { drawTable } from "./draw-table.ts";
import { HeapGauge } from "./heap-gauge.ts";
import { judgeGrowth } from "./judge-growth.ts";
import { runProgram } from "./run-program.ts";
import { type Figure, SoakMeter } from "./soak-meter.ts";

/** What a board of 700 KB takes at real speed, with its change: 180 an hour and fixture. */
const SECONDS_PER_BOARD = 20;
/** Smaller ones take the same ways in less time. */
const APP_BYTES = 60_000;
const SAMPLES = 60;
const FIXTURES = { least: 1, most: 64 };
const HOURS = { least: 1, most: 100 };

const SOAK = {
  name: "soak",
  usage: "Options: --fixtures 32 --hours 2, or --boards N in place of hours.",
};

const eventSchema = z.object({ kind: z.string() });

interface SoakOrder {
  readonly fixtures: number;
  readonly boards: number;
}

const readOrder = (args: readonly string[]): SoakOrder => {
  const values = parseOptions(SOAK, args, {
    fixtures: { type: "string", default: "32" },
    hours: { type: "string", default: "2" },
    boards: { type: "string" },
  });
  const fixtures = readWholeNumber(SOAK, "--fixtures", values.fixtures, FIXTURES);
  const hours = readWholeNumber(SOAK, "--hours", values.hours, HOURS);
  const usual = (fixtures * hours * 3600) / SECONDS_PER_BOARD;
  const most = 1_000_000;
  const boards = values.boards ?? String(usual);
  return { fixtures, boards: readWholeNumber(SOAK, "--boards", boards, { least: 100, most }) };
};

/** What a soak came to; `trouble`: why its lot did not pass. */
interface Soaked {
  readonly meter: SoakMeter;
  readonly trouble: string | undefined;
  /** How often a worker was taken for gone. */
  readonly workersLost: number;
}

/** Runs one long lot in fast mode, and looks again and again at what the station holds. Of a lot that did not pass the folder stays. */
const soak = async (order: SoakOrder, signal: AbortSignal): Promise<Soaked> => {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "flashline-soak-"));
  const dataDir = join(folder, "data");
  const lot = { chips: BENCH_CHIPS, baud: 921600, adapterMs: 0, images: "full" } as const;
  const loads = makeLoads(APP_BYTES);
  const jig = await writeBenchLine(folder, { ...lot, boards: order.fixtures }, loads);
  const redis = opened.use(await startPrivateRedis());
  const gauge = opened.use(await openRedisGauge(redis.url));
  const heaps = opened.use(new HeapGauge());
  const meter = new SoakMeter({ root: process.pid, dataDir }, gauge, heaps);
  const every = Math.max(1, Math.floor(order.boards / SAMPLES));
  // Near its end processes end, too.
  const last = order.boards - Math.max(every, 2 * order.fixtures);
  let done = 0;
  let workersLost = 0;
  let sampling: Promise<void> | undefined;
  const running = runProgram(
    [
      ...["run", "--jig", jig, "--first", "SOAK000001", "--count", String(order.boards)],
      ...["--data", dataDir, "--redis", redis.url, "--json", "--headless", "--fast"],
    ],
    (line) => {
      if (line.includes('"kind":"worker-lost"')) workersLost += 1;
      // Most of many lines; only these matter.
      if (!line.includes('"kind":"run-ended"')) return;
      if (eventSchema.parse(JSON.parse(line)).kind !== "run-ended") return;
      done += 1;
      if (done % every !== 0 || done > last || sampling !== undefined) return;
      say(`${done} of ${order.boards} boards`);
      sampling = meter
        .sample(done)
        .catch((error: unknown) => say(`Not looked at: ${String(error)}`))
        .finally(() => {
          sampling = undefined;
        });
    },
    signal,
    heaps.environment,
  );
  const trouble = await running.then(
    () => undefined,
    (error: unknown) => (signal.aborted ? "stopped" : String(error)),
  );
  await sampling;
  if (trouble === undefined) await rm(folder, { recursive: true, force: true });
  else say(`All of it is in ${folder}.`);
  return { meter, trouble, workersLost };
};

const drawGrowth = (
  meter: SoakMeter,
  boards: number,
): { readonly table: string; readonly growing: string[] } => {
  const growing: string[] = [];
  const rows = meter.series.map(({ figure, samples }) => {
    const { allowance } = figure;
    const growth = judgeGrowth(samples, allowance ?? Number.POSITIVE_INFINITY);
    if (growth.grows)
      growing.push(`${figure.name} by ${shown(growth.slope, figure)} for 1000 boards`);
    const show = (value: number): string => shown(value, figure);
    return [
      figure.name,
      ...[growth.first, growth.last, growth.most].map(show),
      show(growth.slope),
      show((growth.slope * boards) / 1000),
      allowance === undefined ? "-" : show(allowance),
      growth.grows ? "GROWS" : "",
    ];
  });
  const head = ["", "first", "last", "most", "for 1000 boards", "for all", "allowed", ""];
  return { table: drawTable("What the station held, as boards went by", head, rows), growing };
};

const shown = (value: number, { unit }: Figure): string =>
  `${value.toFixed(unit === "KiB" ? 0 : 2)} ${unit}`.trimEnd();

await runTool("soak", async (signal) => {
  const order = readOrder(process.argv.slice(2));
  const began = performance.now();
  const { meter, trouble, workersLost } = await soak(order, signal);
  const { table, growing } = drawGrowth(meter, order.boards);
  print(table);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  print(`${order.boards} boards on ${order.fixtures} fixtures in ${minutes} minutes.`);
  print(`Workers taken for gone: ${workersLost}.`);
  print(growing.length === 0 ? "Flat: nothing grows." : `Grows: ${growing.join(", ")}.`);
  if (trouble !== undefined) print(`The lot did not pass: ${trouble}`);
  return growing.length === 0 && trouble === undefined ? "sound" : "violated";
});
