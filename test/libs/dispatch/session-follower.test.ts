import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectRedis, endRedis } from "../../../libs/dispatch/connection.ts";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import { SessionFollower } from "../../../libs/dispatch/session-follower.ts";
import { PROTOCOL, type Version } from "../../../libs/dispatch/version.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";

let redis: RedisForTests;

beforeAll(async () => {
  redis = await startRedisForTests();
});

afterAll(() => redis[Symbol.asyncDispose]());

const notice = (text: string): string =>
  JSON.stringify({ at: "2026-03-01T08:00:00.000Z", kind: "notice", level: "info", text });

test("tells what came before the snapshot after it, and nothing of another session", async () => {
  const keys = keysOf("test-follower");
  const hearing = connectRedis(parseRedisUrl(redis.url), "patient");
  const told: string[] = [];
  let version: Version = { protocol: PROTOCOL, program: "0.1.0" };
  const follower = new SessionFollower(redis.peek, hearing, keys, {
    onSnapshot: (json) => told.push(json),
    onEvent: (event) => told.push(event.kind === "notice" ? event.text : event.kind),
    onForeign: ({ program }) => told.push(`foreign ${program}`),
  });
  const begin = async (session: string): Promise<void> => {
    await redis.peek.set(keys.session(session), JSON.stringify({ mode: "running", version }));
    await redis.peek.sadd(keys.sessions, session);
    await redis.peek.set(keys.snapshot(session), `snapshot ${session}`);
    await follower.look();
  };
  const publish = async (session: string, text: string): Promise<void> => {
    const heard = once(hearing, "message");
    await redis.peek.publish(keys.lineEvents(session), notice(text));
    await heard;
  };
  await begin("A");
  await publish("A", "one");
  follower.startOver();
  await publish("A", "two");
  await follower.look();
  await begin("B");
  await redis.peek.publish(keys.lineEvents("A"), notice("late"));
  await publish("B", "three");
  version = { protocol: PROTOCOL + 1, program: "9.0.0" };
  await begin("C");
  const first = ["snapshot A", "one", "snapshot A", "two"];
  expect(told).toEqual([...first, "snapshot B", "three", "foreign 9.0.0"]);
  await endRedis(hearing);
});
