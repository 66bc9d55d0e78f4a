import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startPrivateRedis } from "../../libs/dispatch/private-redis.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import { type BenchLoads, writeBenchLine } from "./bench-line.ts";
import { runProgram } from "./run-program.ts";
import { type ByRole, ROLES, StationMeter } from "./station-meter.ts";
import { watchByDashboard } from "./watch-by-dashboard.ts";

/** What one lot showed. */
export interface LotFigures {
  readonly boards: number;
  readonly records: readonly RunRecord[];
  /** Spent until the lot began: starting processes. */
  readonly startCpuSeconds: ByRole;
  /** Spent on the boards: from the lot's start to its end. */
  readonly lotCpuSeconds: ByRole;
  /** In bytes. */
  readonly peakPss: ByRole;
}

const SAMPLE_EVERY_MS = 500;

const eventSchema = z.object({ kind: z.string() });

/**
 * Runs a lot of so many boards, each on its own virtual nest, by the real program in a data folder
 * of its own, watched by a dashboard. @throws Error if a board did not pass.
 */
export const benchLot = async (
  boards: number,
  loads: BenchLoads,
  signal: AbortSignal,
): Promise<LotFigures> => {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), "flashline-bench-")), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const data = join(folder, "data");
  const jig = await writeBenchLine(folder, boards, loads);
  const redis = opened.use(await startPrivateRedis());
  opened.use(await watchByDashboard(redis.url, data));

  const meter = new StationMeter(process.pid);
  const sampling = setInterval(() => meter.sample(), SAMPLE_EVERY_MS);
  opened.defer(() => clearInterval(sampling));
  const cpuAt = new Map<string, ByRole>();
  await runProgram(
    [
      ...["run", "--jig", jig, "--first", "BENCH0001", "--count", String(boards)],
      ...["--data", data, "--redis", redis.url, "--json", "--headless"],
    ],
    (line) => {
      const { kind } = eventSchema.parse(JSON.parse(line));
      if (kind !== "lot-started" && kind !== "lot-ended") return;
      meter.sample();
      cpuAt.set(kind, meter.cpuSeconds());
    },
    signal,
  );
  const start = cpuAt.get("lot-started");
  const end = cpuAt.get("lot-ended");
  if (start === undefined || end === undefined) throw new Error("the lot told no start or no end");
  using journal = openJournal(data, { mode: "read" });
  return {
    boards,
    records: journal.records(),
    startCpuSeconds: start,
    lotCpuSeconds: difference(end, start),
    peakPss: meter.peakPss,
  };
};

const difference = (later: ByRole, earlier: ByRole): ByRole => {
  const spent = { ...later };
  for (const role of ROLES) spent[role] -= earlier[role];
  return spent;
};
