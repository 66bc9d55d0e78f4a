import type { ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import { ReadStream } from "node:tty";
import { openPty } from "../../libs/simulator/native-pty.ts";
import type { CrashCase } from "./crash-case.ts";
import { keepOutput } from "./keep-output.ts";
import { KeptProgram } from "./kept-program.ts";
import type { RoundPlace } from "./round-place.ts";
import { startRedis } from "./start-redis.ts";

/** What lives beside a round's lot. */
export interface RoundServices {
  /** Of the shared Redis; undefined where `run` has a private one. */
  readonly redisUrl: string | undefined;
  /** Ends all; names those that had to be killed. */
  stop(): Promise<readonly string[]>;
}

/** Folder of the journal that the lot's coordinator writes. */
export const LINE_DATA = "line";

/** Folder of the journal of the worker that lives by itself. */
export const STATION_DATA = "station";

/** Starts the shared Redis, the worker that lives by itself and the dashboard, as far as a round has them. */
export const keepServices = (
  place: RoundPlace,
  round: CrashCase,
  jigPath: string,
): RoundServices => {
  if (round.layout === "private") return { redisUrl: undefined, stop: async () => [] };
  const socket = place.path("redis.sock");
  const redisUrl = `unix:${socket}`;
  const kept: [string, KeptProgram][] = [];
  const keep = (name: string, start: () => ChildProcess | Promise<ChildProcess>): void => {
    kept.unshift([name, new KeptProgram(start)]);
  };
  keep("redis", () => startRedis(place, socket));
  keep("worker", () => startWorker(place, round, ["--jig", jigPath, "--redis", redisUrl]));
  if (round.dashboard === "watching") keep("dashboard", () => startDashboard(place, redisUrl));
  return {
    redisUrl,
    stop: async () => {
      const forced: string[] = [];
      for (const [name, program] of kept) {
        if ((await program.stop()) === "forced") forced.push(name);
      }
      return forced;
    },
  };
};

/** In a mixed line the first half of the nests is its own. */
const startWorker = (
  place: RoundPlace,
  { nests, layout }: CrashCase,
  where: readonly string[],
): ChildProcess => {
  const ids = nests.map(({ id }) => id);
  const own = layout === "mixed" ? ids.slice(0, Math.ceil(ids.length / 2)) : ids;
  const args = ["worker", ...where, "--only", own.join(","), "--data", place.path(STATION_DATA)];
  return keepOutput(place, "worker", place.startFlashline(args, "pipe"));
};

/** On a pseudo-terminal that nobody looks at. */
const startDashboard = async (place: RoundPlace, redisUrl: string): Promise<ChildProcess> => {
  const { master, slave } = await openPty(100, 30);
  const screen = new ReadStream(master);
  // Once the dashboard is gone its terminal reports an error for the end.
  screen.on("error", () => undefined);
  screen.resume();
  const child = place.startFlashline(["dashboard", "--redis", redisUrl], [slave, slave, slave]);
  place.note(`dashboard ${child.pid} starts`);
  child.once("exit", (code, signal) => {
    place.note(`dashboard ${child.pid} ends: ${code ?? signal}`);
    screen.destroy();
    closeSync(slave);
  });
  return child;
};
