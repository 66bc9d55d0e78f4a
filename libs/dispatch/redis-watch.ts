import type { Redis } from "ioredis";
import type { RedisHealth } from "../station/redis-health.ts";
import { askRedisHealth, healthOfError } from "./ask-redis-health.ts";
import { startBeating } from "./beat.ts";
import { stateOf, watchState } from "./connection.ts";
import type { RedisAddress } from "./redis-url.ts";
import type { DispatchTimings } from "./timings.ts";

/** Longer than any outage that a session outlives. */
const MARK_SECONDS = 24 * 3600;

/** Which Redis is watched, and by what. */
export interface WatchedRedis {
  readonly address: RedisAddress;
  /** Asks. */
  readonly redis: Redis;
  /** All must be there for the server to be up. */
  readonly connections: readonly Redis[];
  /** A key of the session's own, which nobody else removes: gone, it shows that the server has lost its data. */
  readonly mark: string;
  readonly timings: DispatchTimings;
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
  { address, redis, connections, mark, timings }: WatchedRedis,
  { onHealth, onRefusal, onForgotten }: RedisEars,
): Promise<RedisWatch> => {
  let health: RedisHealth = "up";
  let isOver = false;
  let wasAway = false;
  const note = (found: RedisHealth): void => {
    if (isOver || found === health) return;
    health = found;
    onHealth(found);
  };
  const isThere = (): boolean => stateOf(...connections) === "up";
  const leaveMark = () => redis.set(mark, "", "EX", MARK_SECONDS, "GET");

  const askWhyAway = async (): Promise<void> => {
    if (isThere()) return;
    const found = await askRedisHealth(address);
    // One that answers again has its connections in a moment.
    if (!isThere()) note(found === "up" ? "away" : found);
  };
  const tryWriting = async (): Promise<void> => {
    if (!isThere()) return;
    const late = setTimeout(() => {
      if (isThere()) note("silent");
    }, timings.lifeMs / 2);
    try {
      const before = await leaveMark();
      if (isThere()) note("up");
      if (before !== null && !wasAway) return;
      wasAway = false;
      onForgotten();
    } catch (error) {
      const found = healthOfError(error);
      if (found === undefined || !isThere()) return;
      note(found);
      onRefusal();
    } finally {
      clearTimeout(late);
    }
  };
  await leaveMark();
  // Each by itself: a write waits as long as the server is away.
  const beatings = [askWhyAway, tryWriting].map((beat) => startBeating(beat, timings.heartbeatMs));
  watchState(connections, (state) => {
    if (state === "up") return void tryWriting();
    wasAway = true;
    note("away");
  });
  return {
    health: () => health,
    [Symbol.dispose]: () => {
      isOver = true;
      for (const beating of beatings) beating[Symbol.dispose]();
    },
  };
};
