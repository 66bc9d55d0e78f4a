import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ulid } from "ulid";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { redisEnvironment } from "../../../libs/dispatch/redis-environment.ts";
import type { WiredJig } from "../../../libs/jig/jig.ts";
import { startProcess } from "../../../libs/process/start-process.ts";
import { OwnWorkers } from "./own-workers.ts";

/** Fixtures one worker process serves at most (design: isolation wants a few processes). */
const FIXTURES_PER_WORKER = 16;
/** Ports of libuv's pool beside the fixtures' own two. */
const SPARE_THREADS = 8;

/** Where workers of this coordinator work. */
export interface WorkerPlace {
  readonly jigPath: string;
  readonly redisUrl: string;
  readonly dataDir: string;
  readonly backupDir: string | undefined;
  readonly logs: string;
}

/** Starts workers for all fixtures of a jig. */
export const startOwnWorkers = (
  { fixtures }: WiredJig,
  { jigPath, redisUrl, dataDir, backupDir, logs }: WorkerPlace,
): OwnWorkers =>
  new OwnWorkers(shareOut(fixtures.map(({ id }) => id)), {
    clock: systemClock,
    launch: (ids, share) => {
      const id = ulid();
      const process = startProcess({
        args: [
          "worker",
          "--jig",
          jigPath,
          "--data",
          dataDir,
          ...(backupDir === undefined ? [] : ["--backup", backupDir]),
          "--only",
          ids.join(","),
          "--id",
          id,
          "--owned",
        ],
        logFile: join(logs, `worker-${share + 1}.log`),
        environment: {
          ...redisEnvironment(redisUrl),
          UV_THREADPOOL_SIZE: String(ids.length * 2 + SPARE_THREADS),
        },
      });
      return { id, fixtures: ids, process };
    },
  });

/** One worker per 16 fixtures, at most one per core; each gets its share of neighbours. */
const shareOut = (ids: readonly string[]): string[][] => {
  const count = Math.max(
    1,
    Math.min(Math.ceil(ids.length / FIXTURES_PER_WORKER), availableParallelism()),
  );
  const share = Math.ceil(ids.length / count);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * share, (index + 1) * share),
  ).filter((part) => part.length > 0);
};
