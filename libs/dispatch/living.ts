import type { Redis } from "ioredis";

/** Those registered in `set` whose key exists, with its value. The others are struck off the set. */
export const readLiving = async (
  redis: Redis,
  set: string,
  keyOf: (id: string) => string,
): Promise<ReadonlyMap<string, string>> => {
  const ids = await redis.smembers(set);
  if (ids.length === 0) return new Map();
  const values = await redis.mget(ids.map(keyOf));
  const living = new Map<string, string>();
  const gone: string[] = [];
  for (const [index, id] of ids.entries()) {
    const value = values[index];
    if (typeof value === "string") living.set(id, value);
    else gone.push(id);
  }
  // One that lives after all registers again with its next sign of life; a Redis that is read-only keeps them.
  if (gone.length > 0) await redis.srem(set, ...gone).catch(() => undefined);
  return living;
};
