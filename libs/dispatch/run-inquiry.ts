import type { Redis } from "ioredis";
import type { Keys } from "./keys.ts";
import { RUN_STANDINGS, type RunStanding } from "./record-mail.ts";

/**
 * Asks the workers that write a journal what became of runs, and returns what they said since the last
 * time. Nobody's answer: none of them lives, or it comes with the next question.
 */
export const inquire = async (
  redis: Redis,
  keys: Keys,
  journal: string,
  runs: readonly string[],
): Promise<ReadonlyMap<string, RunStanding>> => {
  const [first] = runs;
  if (first === undefined) return new Map();
  const said = await redis.hmget(keys.standing(journal), ...runs);
  await redis.hdel(keys.standing(journal), ...runs);
  await redis.hset(keys.asked(journal), Object.fromEntries(runs.map((run) => [run, "?"])));
  return new Map(
    runs.flatMap((run, index) => {
      const standing = RUN_STANDINGS.find((each) => each === said[index]);
      return standing === undefined ? [] : [[run, standing]];
    }),
  );
};
