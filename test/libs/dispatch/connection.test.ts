import { once } from "node:events";
import { expect, test } from "vitest";
import { closeRedis, connectRedis, endRedis, untilUp } from "../../../libs/dispatch/connection.ts";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import { startRedisForTests } from "../../redis-for-tests.ts";

const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

test("an ended connection, ended again, leaves nothing that keeps the process alive", async () => {
  await using server = await startRedisForTests();
  const redis = connectRedis(parseRedisUrl(server.url), "patient");
  await untilUp(redis, "the test's", 5000);
  const ended = once(redis, "end");
  await closeRedis(redis);
  await ended;
  const before = timers();
  await endRedis(redis);
  expect(timers()).toBe(before);
});
