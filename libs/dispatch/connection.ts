import { Redis } from "ioredis";
import { StationError } from "../failure/station-error.ts";
import { explainUnusable, isHopeless, throwUnusable } from "./explain-unusable.ts";
import type { RedisAddress } from "./redis-url.ts";
import { isTooOld, OLDEST_REDIS } from "./redis-version.ts";
import { settledWithin, unlessAborted } from "./waiting.ts";

/** Whether commands reach Redis at the moment. */
export type RedisState = "up" | "away";

/**
 * `patient`: commands wait for as long as Redis is away. `prompt`: they fail at once, so that
 * nothing is done late that a person or the coordinator has given up.
 */
export type Patience = "patient" | "prompt";

const PATIENCE = {
  patient: { maxRetriesPerRequest: null },
  prompt: {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 5000,
  },
} as const;

/** A server that takes a command and is silent for so long is hung: the connection is made anew. */
const SILENCE_MS = 10_000;
const FIRST_RETRY_MS = 20;
const LAST_RETRY_MS = 1000;

/** Opens a connection that comes back by itself and never writes to stderr. */
export const connectRedis = (address: RedisAddress, patience: Patience): Redis => {
  const redis = new Redis({
    ...address.options,
    ...PATIENCE[patience],
    connectTimeout: 5000,
    socketTimeout: SILENCE_MS,
    retryStrategy: (times) => Math.min(FIRST_RETRY_MS * 2 ** Math.min(times, 10), LAST_RETRY_MS),
  });
  // Without a listener ioredis prints every failed attempt. What matters is told by `watchState`.
  redis.on("error", () => undefined);
  return redis;
};

/** The state of one or several connections now: `up` when all are. */
export const stateOf = (...connections: readonly Redis[]): RedisState =>
  connections.every(({ status }) => status === "ready") ? "up" : "away";

/** Tells each change of the state of several connections. */
export const watchState = (
  connections: readonly Redis[],
  tell: (state: RedisState) => void,
): void => {
  let last = stateOf(...connections);
  const look = (): void => {
    const state = stateOf(...connections);
    if (state === last) return;
    last = state;
    tell(state);
  };
  for (const redis of connections) redis.on("ready", look).on("close", look);
};

/**
 * Waits for the first answer of the server. Throws StationError when there is none in `limitMs`, or it wants another
 * password; the signal's reason when it is aborted first.
 */
export const untilUp = async (
  redis: Redis,
  label: string,
  limitMs: number,
  signal?: AbortSignal,
): Promise<void> => {
  if (stateOf(redis) === "up") return;
  const waiting = Promise.withResolvers<"up" | "refused">();
  let reason = "no answer";
  const onError = (error: Error): void => {
    reason = error.message;
    if (isHopeless(error)) waiting.resolve("refused");
  };
  const onReady = (): void => waiting.resolve("up");
  const timer = setTimeout(() => waiting.resolve("refused"), limitMs);
  redis.on("error", onError).on("ready", onReady);
  const end = await unlessAborted(waiting.promise, signal).finally(() => {
    clearTimeout(timer);
    redis.off("error", onError).off("ready", onReady);
  });
  if (end === "refused") throw new StationError(explainUnusable(reason, label));
};

/** Throws StationError when the server is too old. */
export const checkServer = async (redis: Redis, label: string): Promise<void> => {
  const info = await redis.info("server").catch(throwUnusable(label));
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? "";
  if (!isTooOld(version)) return;
  throw new StationError(
    `Redis at ${label} is too old: ${OLDEST_REDIS} or newer is needed (Valkey is fine).`,
  );
};

const FAREWELL_MS = 1000;

/** Does a last thing on a connection, if Redis is up and quick about it. Never rejects. */
export const farewell = async (redis: Redis, action: () => Promise<unknown>): Promise<void> => {
  if (stateOf(redis) === "away") return;
  await settledWithin(action(), FAREWELL_MS);
};

const hasEnded = ({ status }: Redis): boolean => status === "end";

/**
 * Ends a connection at once; commands that wait for Redis fail. ioredis alone would leave them
 * waiting for ever when it is told to disconnect between two attempts: one more attempt ends them.
 */
export const endRedis = async (redis: Redis): Promise<void> => {
  // Disconnecting one that has ended leaves a timer that keeps the process alive for two seconds.
  if (hasEnded(redis)) return;
  redis.disconnect();
  if (redis.status !== "reconnecting") return;
  const attempt = redis.connect();
  redis.disconnect();
  await settledWithin(attempt, FAREWELL_MS);
  if (!hasEnded(redis)) redis.disconnect();
};

/** Closes a connection, after what was sent is answered if Redis is up. */
export const closeRedis = async (redis: Redis): Promise<void> => {
  await farewell(redis, () => redis.quit());
  await endRedis(redis);
};
