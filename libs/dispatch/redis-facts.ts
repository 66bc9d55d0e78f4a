import { printable } from "../failure/printable.ts";
import { StationError } from "../failure/station-error.ts";
import { connectRedis, endRedis, untilUp } from "./connection.ts";
import { parseRedisUrl } from "./redis-url.ts";

/** What a Redis tells about itself. */
export interface RedisFacts {
  /** Where it is, without user and password. */
  readonly label: string;
  readonly version: string;
  /** Whether it logs every write: otherwise a restart takes it back to its last snapshot, if any. */
  readonly keepsLog: boolean;
  /** Whether it could save its data the last time; one that could not may refuse commands. */
  readonly canSave: boolean;
  /** Its maxmemory-policy, such as noeviction. */
  readonly evictionPolicy: string;
  /** Whether it lets this user see its settings, and so change them: one that a line has of its own may not. */
  readonly showsSettings: boolean;
}

const ANSWER_MS = 3000;

/** Asks a Redis for its facts, for `limitMs` at most; changes nothing there. Rejects with `InputError`, `StationError`. */
export const askRedisFacts = async (url: string, limitMs = ANSWER_MS): Promise<RedisFacts> => {
  const address = parseRedisUrl(url);
  const redis = connectRedis(address, "patient");
  try {
    await untilUp(redis, address.label, limitMs);
    const info = await redis.info().catch((cause: Error) => {
      const said = printable(cause.message, 200);
      throw new StationError(`Redis at ${address.label} tells nothing about itself: ${said}.`, {
        cause,
      });
    });
    const asked = redis.config("GET", "maxmemory-policy");
    const showsSettings = await asked.then(
      () => true,
      () => false,
    );
    return { label: address.label, ...readInfo(info), showsSettings };
  } finally {
    await endRedis(redis);
  }
};

/** The facts in the answer to INFO; what it does not tell counts as the worse. */
export const readInfo = (info: string): Omit<RedisFacts, "label" | "showsSettings"> => {
  const value = (name: string): string =>
    new RegExp(`^${name}:([^\\r\\n]*)`, "m").exec(info)?.[1]?.trim() ?? "";
  const isOk = (name: string): boolean => ["ok", ""].includes(value(name));
  return {
    version: value("redis_version"),
    keepsLog: value("aof_enabled") === "1",
    canSave: isOk("aof_last_write_status") && isOk("rdb_last_bgsave_status"),
    evictionPolicy: value("maxmemory_policy") || "unknown",
  };
};
