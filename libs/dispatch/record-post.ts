import type { Redis } from "ioredis";
import type { Keys } from "./keys.ts";
import type { RecordPost } from "./record-mail.ts";

/** Field of a record's stream entry. */
export const RECORD_FIELD = "record";

/** The worker's end of the way that records go, on its connection. */
export const openRecordPost = (redis: Redis, keys: Keys): RecordPost => ({
  hearWord: async (target, journal) => {
    const [receiver, last] = await Promise.all([
      redis.get(keys.receiver(target)),
      redis.hget(keys.stored(target), journal),
    ]);
    return receiver === null ? { kind: "nobody" } : { kind: "has", last };
  },
  send: async (target, messages) => {
    const ids = await Promise.all(
      messages.map((message) =>
        redis.xadd(keys.records(target), "*", RECORD_FIELD, JSON.stringify(message)),
      ),
    );
    return ids.at(-1) ?? null;
  },
  isUnderWay: async (target, mark) =>
    (await redis.xrange(keys.records(target), mark, mark)).length > 0,
  questions: async (journal) => redis.hkeys(keys.asked(journal)),
  answer: async (journal, run, standing) => {
    await redis.hset(keys.standing(journal), run, standing);
    await redis.hdel(keys.asked(journal), run);
  },
});
