import { connectRedis, endRedis, untilUp } from "./connection.ts";
import { parseRedisUrl } from "./redis-url.ts";

/** What a Redis carries now. */
export interface RedisLoad {
  /** Of all its databases. */
  readonly keys: number;
  /** Of its data, in bytes. */
  readonly usedBytes: number;
  readonly clients: number;
  /** User and system time since it was started, in seconds. */
  readonly cpuSeconds: number;
  readonly commands: number;
}

/** Asks one Redis again and again. */
export interface RedisGauge extends AsyncDisposable {
  /** Changes nothing there. Rejects when it is away. */
  read(): Promise<RedisLoad>;
}

const UP_MS = 5000;

/** Opens a gauge. Rejects with `InputError`, `StationError`. */
export const openRedisGauge = async (url: string): Promise<RedisGauge> => {
  const address = parseRedisUrl(url);
  const redis = connectRedis(address, "patient");
  await untilUp(redis, address.label, UP_MS);
  return {
    read: async () => loadIn(await redis.info("everything")),
    [Symbol.asyncDispose]: () => endRedis(redis),
  };
};

/** The figures in the answer to INFO; what it does not tell counts as 0. */
export const loadIn = (info: string): RedisLoad => {
  const number = (name: string): number =>
    Number(new RegExp(`^${name}:([0-9.]+)`, "m").exec(info)?.[1] ?? 0);
  const keys = [...info.matchAll(/^db\d+:keys=(\d+)/gm)].map(([, count]) => Number(count));
  return {
    keys: keys.reduce((sum, count) => sum + count, 0),
    usedBytes: number("used_memory"),
    clients: number("connected_clients"),
    cpuSeconds: number("used_cpu_user") + number("used_cpu_sys"),
    commands: number("total_commands_processed"),
  };
};
