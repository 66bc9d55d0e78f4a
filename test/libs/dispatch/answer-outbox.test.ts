import { queryObjects } from "node:v8";
import { expect, test } from "vitest";
import { AnswerOutbox } from "../../../libs/dispatch/answer-outbox.ts";
import { connectRedis, endRedis } from "../../../libs/dispatch/connection.ts";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import { startPrivateRedis } from "../../../libs/dispatch/private-redis.ts";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import { makeAnswer, makeJob, PATIENT } from "./samples.ts";

const promisesLeft = (): number => queryObjects(Promise, { format: "count" });

test("nothing is left of answers that were delivered, however many", PATIENT, async () => {
  await using server = await startPrivateRedis();
  const redis = connectRedis(parseRedisUrl(server.url), "patient");
  const outbox = new AnswerOutbox(redis, keysOf("test"));
  const answer = makeAnswer(makeJob());
  const deliver = (count: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: count }, () => outbox.deliver({ session: "S", lease: 1 }, answer)),
    );
  await deliver(10);
  const before = promisesLeft();
  await deliver(200);
  expect(promisesLeft() - before).toBeLessThan(100);
  await outbox.close(1000);
  await endRedis(redis);
});
