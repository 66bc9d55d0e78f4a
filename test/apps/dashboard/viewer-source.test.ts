import { ulid } from "ulid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LineListener } from "../../../apps/dashboard/dashboard-source.ts";
import { viewerSource } from "../../../apps/dashboard/viewer-source.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openDispatch } from "../../../libs/dispatch/open-dispatch.ts";
import { openViewer } from "../../../libs/dispatch/open-viewer.ts";
import { emptyLine, type LineState, reduceLine } from "../../../libs/station/line-state.ts";
import type { OperatorCommand } from "../../../libs/station/station-event.ts";
import { lotStarted, passed } from "../../libs/station/events.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";

let redis: RedisForTests;

beforeAll(async () => {
  redis = await startRedisForTests();
});

afterAll(() => redis[Symbol.asyncDispose]());

const timings = { heartbeatMs: 50 };

/** The line as a screen would know it. */
const follow = () => {
  let state = emptyLine();
  const unheard: string[] = [];
  const listener: LineListener = {
    onSnapshot: (line) => {
      state = line;
    },
    onEvent: (event) => {
      state = reduceLine(state, event);
    },
    onUnheard: (text) => unheard.push(text),
  };
  return { ...listener, unheard, line: (): LineState => state };
};

test("a line on Redis: snapshot, events, commands, its silence, and why it cannot be heard", async () => {
  const prefix = `test-${ulid()}`;
  const session = ulid();
  const dispatch = await openDispatch({ url: redis.url, prefix, session });
  const known = [lotStarted(["F01"], { session }), passed({ serial: "SN0001" }, 1)];
  dispatch.saveSnapshot(JSON.stringify(known.reduce(reduceLine, emptyLine())));

  await using viewer = await openViewer({ url: redis.url, prefix, timings });
  const source = viewerSource(viewer, systemClock, "L");
  const screen = follow();
  using _ = source.subscribe(screen);
  await expect.poll(() => screen.line().lot?.tallies).toHaveProperty("SN0001");
  expect(source.health()).toBe("connected");
  dispatch.publish(passed({ serial: "SN0002" }, 2));
  await expect.poll(() => screen.line().lot?.tallies).toHaveProperty("SN0002");

  const heard: OperatorCommand[] = [];
  dispatch.onCommand((command) => heard.push(command));
  source.send({ kind: "scan", serial: "SN0003" });
  await expect.poll(() => heard).toEqual([{ kind: "scan", serial: "SN0003" }]);

  await dispatch[Symbol.asyncDispose]();
  await expect.poll(source.health, { timeout: 20_000 }).toBe("silent");
  source.send({ kind: "stop" });
  await expect
    .poll(() => screen.line().notices[0]?.text)
    .toBe("Nobody heard that: the line does not answer. Try again.");
  expect(screen.unheard).toEqual([screen.line().notices[0]?.text]);

  // In words, and not in those of Redis.
  await redis.peek.config("SET", "requirepass", "secret");
  await redis.peek.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  await expect
    .poll(() => screen.line().notices.map(({ text }) => text), { timeout: 20_000 })
    .toContainEqual(
      expect.stringMatching(/^No connection\. Redis at L refuses the user or password/),
    );
  expect(source.health()).toBe("away");
});
