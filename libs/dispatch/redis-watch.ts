import type { Redis } from "ioredis";
import type { RedisHealth } from "../station/redis-health.ts";
import { healthOfError } from "./ask-redis-health.ts";
import { startBeating } from "./beat.ts";
import { stateOf, watchState } from "./connection.ts";
import { type WatchedServer, watchServer } from "./server-watch.ts";

/** Longer than any outage that a session outlives. */
const MARK_SECONDS = 24 * 3600;

/** Which Redis is watched, and by what. */
export interface WatchedRedis extends WatchedServer {
  /** Asks. */
  readonly redis: Redis;
  /** A key of the session's own, which nobody else removes: gone, it shows that the server has lost its data. */
  readonly mark: string;
}

/** Who hears of it. */
export interface RedisEars {
  /** Each change. */
  readonly onHealth: (health: RedisHealth) => void;
  /** It takes nothing: told again and again until it does. */
  readonly onRefusal: () => void;
  /** It has lost what was in it, or may have: it was away, and may be back with older data. It works. */
  readonly onForgotten: () => void;
}

/** A Redis under watch. */
export interface RedisWatch extends Disposable {
  health(): RedisHealth;
}

/** Keeps asking a Redis whether it takes what it is given, and whether it still has it. */
export const watchRedis = async (
  { redis, mark, ...server }: WatchedRedis,
  { onHealth, onRefusal, onForgotten }: RedisEars,
): Promise<RedisWatch> => {
  const { connections, timings } = server;
  let wasAway = false;
  const isThere = (): boolean => stateOf(...connections) === "up";
  const leaveMark = () => redis.set(mark, "", "EX", MARK_SECONDS, "GET");
  await leaveMark();
  const watch = watchServer(server, onHealth);
  const tryWriting = async (): Promise<void> => {
    if (!isThere()) return;
    try {
      const before = await watch.attempt(leaveMark);
      if (before !== null && !wasAway) return;
      wasAway = false;
      onForgotten();
    } catch (error) {
      if (healthOfError(error) !== undefined && isThere()) onRefusal();
    }
  };
  const beating = startBeating(tryWriting, timings.heartbeatMs);
  watchState(connections, (state) => {
    if (state === "up") return void tryWriting();
    wasAway = true;
    watch.note("away");
  });
  return {
    health: watch.health,
    [Symbol.dispose]: () => {
      watch[Symbol.dispose]();
      beating[Symbol.dispose]();
    },
  };
};
