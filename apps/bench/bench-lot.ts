import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startPrivateRedis } from "../../libs/dispatch/private-redis.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import type { BenchCase } from "./bench-case.ts";
import { type BenchLoads, writeBenchLine } from "./bench-line.ts";
import { readMachineCpu } from "./read-machine-cpu.ts";
import { runProgram } from "./run-program.ts";
import { type ByRole, ROLES, StationMeter } from "./station-meter.ts";
import { watchByDashboard } from "./watch-by-dashboard.ts";

/** What one lot showed. */
export interface LotFigures {
  readonly lot: BenchCase;
  readonly records: readonly RunRecord[];
  /** Spent until the lot began: starting processes. */
  readonly startCpuSeconds: ByRole;
  /** Spent on the boards: from the lot's start to its end. */
  readonly lotCpuSeconds: ByRole;
  /** Part of the machine's cores that other programs took from the lot's start to its end: 0 to 1. */
  readonly takenByOthers: number;
  /** Each part's own peak, in bytes. */
  readonly peakPss: ByRole;
  /** The station's, all parts at one moment. */
  readonly stationPeak: number;
}

const SAMPLE_EVERY_MS = 500;

const eventSchema = z.object({ kind: z.string() });

/**
 * Runs a lot, each board on its own virtual nest, by the real program in a data folder of its own,
 * watched by a dashboard. @throws Error if a board did not pass.
 */
export const benchLot = async (
  lot: BenchCase,
  loads: BenchLoads,
  signal: AbortSignal,
): Promise<LotFigures> => {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), "flashline-bench-")), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const data = join(folder, "data");
  const jig = await writeBenchLine(folder, lot, loads);
  const redis = opened.use(await startPrivateRedis());
  opened.use(await watchByDashboard(redis.url, data));

  const meter = new StationMeter(process.pid);
  const sampling = setInterval(() => meter.sample(), SAMPLE_EVERY_MS);
  opened.defer(() => clearInterval(sampling));
  const moments = new Map<string, Moment>();
  await runProgram(
    [
      ...["run", "--jig", jig, "--first", "BENCH0001", "--count", String(lot.boards)],
      ...["--data", data, "--redis", redis.url, "--json", "--headless"],
    ],
    (line) => {
      const { kind } = eventSchema.parse(JSON.parse(line));
      if (kind === "lot-started" || kind === "lot-ended") moments.set(kind, momentOf(meter));
    },
    signal,
  );
  const start = moments.get("lot-started");
  const end = moments.get("lot-ended");
  if (start === undefined || end === undefined) throw new Error("the lot told no start or no end");
  using journal = openJournal(data, { mode: "read" });
  const wallSeconds = (end.at - start.at) / 1000;
  const othersSeconds = end.machine - start.machine - (end.ours - start.ours);
  return {
    lot,
    records: journal.records(),
    startCpuSeconds: start.cpu,
    lotCpuSeconds: difference(end.cpu, start.cpu),
    takenByOthers: Math.max(0, othersSeconds / (wallSeconds * availableParallelism())),
    peakPss: meter.peakPss,
    stationPeak: meter.stationPeak,
  };
};

/** Clocks at one moment, in seconds but for `at`. */
interface Moment {
  /** In ms. */
  readonly at: number;
  readonly cpu: ByRole;
  /** Of all that is measured, and of the measuring. */
  readonly ours: number;
  readonly machine: number;
}

const momentOf = (meter: StationMeter): Moment => {
  meter.sample();
  const cpu = meter.cpuSeconds();
  const { user, system } = process.cpuUsage();
  const ours = ROLES.reduce((sum, role) => sum + cpu[role], (user + system) / 1e6);
  return { at: performance.now(), cpu, ours, machine: readMachineCpu() };
};

const difference = (later: ByRole, earlier: ByRole): ByRole => {
  const spent = { ...later };
  for (const role of ROLES) spent[role] -= earlier[role];
  return spent;
};
