import { connectRedis, endRedis, untilUp } from "./connection.ts";
import { keysOf } from "./keys.ts";
import { readLiving } from "./living.ts";
import { parseRedisUrl } from "./redis-url.ts";

const ANSWER_MS = 5000;

/**
 * The sessions of the coordinators that live on a line; one that was killed counts until its sign of life has run
 * out. Begins none. Rejects with `StationError`.
 */
export const livingSessions = async (url: string): Promise<readonly string[]> => {
  const address = parseRedisUrl(url);
  const { sessions, session } = keysOf(address.prefix);
  const redis = connectRedis(address, "patient");
  try {
    await untilUp(redis, address.label, ANSWER_MS);
    return [...(await readLiving(redis, sessions, session)).keys()];
  } finally {
    await endRedis(redis);
  }
};
