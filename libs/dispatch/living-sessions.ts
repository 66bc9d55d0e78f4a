import { connectRedis, endRedis, untilUp } from "./connection.ts";
import { keysOf } from "./keys.ts";
import { readLiving } from "./living.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { readSessionMark, type SessionMark } from "./session-mark.ts";

const ANSWER_MS = 5000;

/**
 * What the coordinators that live on a line say of themselves, by session; one that was killed counts until its sign
 * of life has run out. Begins none. Rejects with `StationError`, or the
 * signal's reason.
 */
export const livingSessions = async (
  url: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SessionMark>> => {
  const address = parseRedisUrl(url);
  const { sessions, session } = keysOf(address.prefix);
  const redis = connectRedis(address, "patient");
  try {
    await untilUp(redis, address.label, ANSWER_MS, signal);
    const living = await readLiving(redis, sessions, session);
    return new Map([...living].map(([id, text]) => [id, readSessionMark(text)]));
  } finally {
    await endRedis(redis);
  }
};
