import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { endRedis, farewell, stateOf } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { WorkerHello } from "./messages.ts";
import type { DispatchTimings } from "./timings.ts";
import { settledWithin } from "./waiting.ts";

const CLOSE_MS = 2000;

/** What is done with the jobs of a worker's own queue. */
export interface JobTaker {
  /** Must not reject. */
  readonly take: (data: unknown) => Promise<void>;
  readonly trouble: (text: string) => void;
}

/** A worker's own queue, being served. */
export interface JobQueue {
  /** Takes no further jobs and waits for those taken, unless Redis is away: call it when they are done. */
  close(): Promise<void>;
  /** Removes the queue, which no other worker ever serves. */
  remove(): Promise<void>;
}

/**
 * Serves a worker's own queue, one slot per fixture. BullMQ never repeats a job here: a stalled one
 * fails without being taken again, and a lost lock changes nothing for what is running.
 */
export const serveQueue = (
  redis: Redis,
  keys: Keys,
  hello: WorkerHello,
  timings: DispatchTimings,
  taker: JobTaker,
): JobQueue => {
  const shared = { connection: redis, prefix: keys.queues, skipVersionCheck: true };
  const worker = new Worker<unknown, null>(
    hello.worker,
    async ({ data }) => {
      await taker.take(data);
      return null;
    },
    {
      ...shared,
      concurrency: Math.max(1, hello.fixtures.length),
      maxStalledCount: 0,
      lockDuration: timings.lockMs,
      stalledInterval: timings.lockMs,
      // Soon after Redis is back, rather than after BullMQ's 15 s.
      runRetryDelay: timings.heartbeatMs,
    },
  );
  // Whatever it cannot do while Redis is away it does later by itself.
  worker.on("error", () => undefined);
  worker.on("lockRenewalFailed", (runs: string[]) =>
    taker.trouble(
      `The queue's lock was lost for ${runs.join(", ")}: no run is touched by that, and none is done again.`,
    ),
  );
  return {
    close: async () => {
      const closed = worker.close();
      if (stateOf(redis) === "up") await settledWithin(closed, CLOSE_MS);
      // With Redis away BullMQ would wait for it, and its timers keep the process alive.
      const blocking: unknown = await worker.getBackend().blockingClient;
      if (blocking instanceof Redis) await endRedis(blocking);
    },
    remove: () =>
      farewell(redis, async () => {
        const queue = new Queue(hello.worker, { ...shared, skipMetasUpdate: true });
        queue.on("error", () => undefined);
        await queue.obliterate({ force: true });
        await queue.close();
      }),
  };
};
