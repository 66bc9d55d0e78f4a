import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { StationError } from "../failure/station-error.ts";
import { farewell, stateOf } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { SentJob } from "./messages.ts";
import type { SessionKeeper } from "./session-keeper.ts";

/** The name of every job; a queue holds nothing else. */
const JOB_NAME = "run";

/** BullMQ's own stream of events: nobody reads it. */
const KEPT_EVENTS = 20;

/**
 * Puts jobs into the workers' queues. Needs a prompt connection; leaves it open. A Redis that was flushed takes them
 * before the session's next heartbeat: its sign of life goes first, or a worker would refuse them for want of it.
 */
export class JobSender implements AsyncDisposable {
  readonly #redis: Redis;
  readonly #keys: Keys;
  readonly #session: Pick<SessionKeeper, "putBack">;
  readonly #queues = new Map<string, Queue>();

  constructor(redis: Redis, keys: Keys, session: Pick<SessionKeeper, "putBack">) {
    this.#redis = redis;
    this.#keys = keys;
    this.#session = session;
  }

  /** Rejects with StationError at once when Redis is away. */
  async send(worker: string, job: SentJob): Promise<void> {
    if (stateOf(this.#redis) === "away") throw this.#away(job);
    try {
      await this.#session.putBack(this.#redis);
      await this.#queueOf(worker).add(JOB_NAME, job, {
        jobId: job.run,
        attempts: 1,
        // Nothing is kept: the answer goes its own way, and a run sent again is answered again.
        removeOnComplete: true,
        removeOnFail: true,
      });
    } catch (cause) {
      throw this.#away(job, cause);
    }
  }

  /** Removes the jobs a lost worker has not begun, lest it begin them when it comes back. */
  async forget(worker: string): Promise<void> {
    const queue = this.#queues.get(worker);
    if (queue === undefined) return;
    this.#queues.delete(worker);
    await queue.drain().catch(() => undefined);
    await queue.close().catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    await farewell(this.#redis, () => Promise.all(queues.map((queue) => queue.close())));
  }

  #away(job: SentJob, cause?: unknown): StationError {
    return new StationError(`Redis is away: run ${job.run} was not sent.`, { cause });
  }

  #queueOf(worker: string): Queue {
    const known = this.#queues.get(worker);
    if (known !== undefined) return known;
    const queue = new Queue(worker, {
      connection: this.#redis,
      prefix: this.#keys.queues,
      skipVersionCheck: true,
      streams: { events: { maxLen: KEPT_EVENTS } },
    });
    queue.on("error", () => undefined);
    this.#queues.set(worker, queue);
    return queue;
  }
}
