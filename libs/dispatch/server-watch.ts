import type { Redis } from "ioredis";
import type { RedisHealth } from "../station/redis-health.ts";
import { askRedisHealth, healthOfError } from "./ask-redis-health.ts";
import { startBeating } from "./beat.ts";
import { stateOf } from "./connection.ts";
import type { RedisAddress } from "./redis-url.ts";
import type { DispatchTimings } from "./timings.ts";

/** Which server is watched, and by what. */
export interface WatchedServer {
  readonly address: RedisAddress;
  /** All must be there for it to be up. */
  readonly connections: readonly Redis[];
  readonly timings: DispatchTimings;
}

/** A server under watch: why it is not to be had, whether it takes what it is given. */
export interface ServerWatch extends Disposable {
  health(): RedisHealth;
  /** Takes in what is known of it. */
  note(found: RedisHealth): void;
  /** Asks now why it is not there, if it is not. Never rejects. */
  askWhyAway(): Promise<void>;
  /** Writes, and takes from how that goes how the server is. Resolves and rejects as `write` does. */
  attempt<T>(write: () => Promise<T>): Promise<T>;
}

/** Watches a server that is up, until disposed; each change of its health is told. */
export const watchServer = (
  { address, connections, timings }: WatchedServer,
  onHealth: (health: RedisHealth) => void,
): ServerWatch => {
  let health: RedisHealth = "up";
  let isOver = false;
  const note = (found: RedisHealth): void => {
    if (isOver || found === health) return;
    health = found;
    onHealth(found);
  };
  const isThere = (): boolean => stateOf(...connections) === "up";
  const askWhyAway = async (): Promise<void> => {
    if (isThere()) return;
    const found = await askRedisHealth(address);
    // One that answers again has its connections in a moment.
    if (found !== "up" && !isThere()) note(found);
  };
  const asking = startBeating(askWhyAway, timings.heartbeatMs);
  return {
    health: () => health,
    note,
    askWhyAway,
    attempt: async (write) => {
      const late = setTimeout(() => {
        if (isThere()) note("silent");
      }, timings.lifeMs / 2);
      try {
        const answer = await write();
        if (isThere()) note("up");
        return answer;
      } catch (error) {
        const found = healthOfError(error);
        if (found !== undefined && isThere()) note(found);
        throw error;
      } finally {
        clearTimeout(late);
      }
    },
    [Symbol.dispose]: () => {
      isOver = true;
      asking[Symbol.dispose]();
    },
  };
};
