import type { Redis } from "ioredis";
import { farewell } from "./connection.ts";
import type { Keys } from "./keys.ts";
import type { WorkerHello } from "./messages.ts";
import type { DispatchTimings } from "./timings.ts";

/** A worker's sign of life. */
export interface Presence {
  renew(): Promise<void>;
  /** Lets coordinators notice at once what they would see by and by. */
  sayHello(): Promise<void>;
  /** Leaves without waiting for the sign of life to run out. */
  sayGoodbye(): Promise<void>;
}

/** Shows that a worker is alive. */
export const makePresence = (
  redis: Redis,
  keys: Keys,
  hello: WorkerHello,
  timings: DispatchTimings,
): Presence => {
  const { worker } = hello;
  const announce = () => redis.publish(keys.hellos, "");
  return {
    renew: async () => {
      await redis.set(keys.worker(worker), JSON.stringify(hello), "PX", timings.lifeMs);
      await redis.sadd(keys.workers, worker);
    },
    sayHello: async () => {
      await announce();
    },
    sayGoodbye: () =>
      farewell(redis, async () => {
        await redis.del(keys.worker(worker));
        await announce();
      }),
  };
};
