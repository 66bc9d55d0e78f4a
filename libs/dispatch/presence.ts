import type { Redis } from "ioredis";
import type { NestNews } from "../station/nest-news.ts";
import { farewell } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { WorkerHello } from "./messages.ts";
import type { DispatchTimings } from "./timings.ts";
import { PROTOCOL } from "./version.ts";

/** A worker's sign of life. */
export interface Presence {
  /** Tells that it lives, and what its nests' wires say now. */
  renew(): Promise<void>;
  /** Lets coordinators notice at once what they would see by and by. */
  sayHello(): Promise<void>;
  /** Leaves without waiting for the sign of life to run out. A renewal that was under way gives none after that. */
  sayGoodbye(): Promise<void>;
}

/** What of a worker changes. */
export interface WorkerNews {
  /** By fixture, the number under which it has it. */
  readonly leases: ReadonlyMap<string, number>;
  /** What its nests' wires say. */
  readonly nests: readonly NestNews[];
}

/** Shows that a worker is alive, and each time what there is to say of it by then. */
export const makePresence = (
  redis: Redis,
  keys: Keys,
  hello: WorkerHello,
  say: () => WorkerNews,
  timings: DispatchTimings,
): Presence => {
  const { worker } = hello;
  let isGone = false;
  const announce = () => redis.publish(keys.hellos, "");
  return {
    renew: async () => {
      if (isGone) return;
      const { leases, nests } = say();
      const sign = { protocol: PROTOCOL, hello, leases: Object.fromEntries(leases), nests };
      await redis.set(keys.worker(worker), JSON.stringify(sign), "PX", timings.lifeMs);
      await redis.sadd(keys.workers, worker);
    },
    sayHello: async () => {
      await announce();
    },
    sayGoodbye: () => {
      isGone = true;
      return farewell(redis, async () => {
        await redis.del(keys.worker(worker));
        await announce();
      });
    },
  };
};
