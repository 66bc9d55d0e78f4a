import { ulid } from "ulid";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import { openViewer } from "../../../libs/dispatch/open-viewer.ts";
import type { Viewer } from "../../../libs/dispatch/viewer.ts";
import type { OperatorCommand, StationEvent } from "../../../libs/station/station-event.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";
import { answerTo, makeLine, untilKnown } from "./line.ts";
import {
  firstOf,
  makeAnswer,
  makeHello,
  makeJob,
  makeProgress,
  PATIENT,
  QUICK,
} from "./samples.ts";

let redis: RedisForTests;

beforeAll(async () => {
  redis = await startRedisForTests();
});

afterAll(() => redis[Symbol.asyncDispose]());

const watch = (prefix: string) => openViewer({ url: redis.url, prefix, timings: QUICK });

const untilRunning = async (viewer: Viewer): Promise<void> => {
  if (viewer.health().line === "running") return;
  await firstOf(viewer.onHealth, ({ line }) => line === "running");
};

const notice = (text: string): StationEvent => ({
  at: "2026-03-01T08:00:00.000Z",
  kind: "notice",
  level: "info",
  text,
});

test("shows the snapshot first, then what workers and coordinator tell", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  await using worker = await line.worker(
    async (job) => {
      worker.report(makeProgress(job, 7));
      return makeAnswer(job);
    },
    { hello },
  );
  await untilKnown(dispatch, hello);
  for (let count = 0; count < 50; count += 1) dispatch.saveSnapshot(`{"count":${count}}`);
  dispatch.saveSnapshot('{"count":"last"}');
  const saved = keysOf(line.prefix).snapshot(session);
  await vi.waitFor(async () => expect(await redis.peek.get(saved)).toContain("last"), PATIENT);

  await using viewer = await watch(line.prefix);
  expect(await firstOf(viewer.onSnapshot)).toBe('{"count":"last"}');
  const progress = firstOf(viewer.onEvent);
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  expect(await progress).toEqual(makeProgress(job, 7));
  await answered;
  const told = firstOf(viewer.onEvent);
  await redis.peek.publish(keysOf(line.prefix).lineEvents(session), '{"kind":"lot-ended"}');
  dispatch.publish(notice("hello"));
  expect(await told).toEqual(notice("hello"));
});

test("asks the coordinator it watches, or says that nobody heard", async () => {
  const line = makeLine(redis.url);
  await using viewer = await watch(line.prefix);
  expect(await viewer.sendCommand({ kind: "stop" })).toBe("unheard");
  const { dispatch } = await line.coordinator();
  await untilRunning(viewer);
  const heard = firstOf<OperatorCommand>(dispatch.onCommand);
  const command: OperatorCommand = { kind: "scan", serial: "SN\u001b[2J" };
  expect(await viewer.sendCommand(command)).toBe("heard");
  expect(await heard).toEqual(command);
  const silent = firstOf(viewer.onHealth);
  await dispatch[Symbol.asyncDispose]();
  expect(await silent).toEqual({ redis: "up", line: "silent" });
  expect(await viewer.sendCommand({ kind: "stop" })).toBe("unheard");
});

test("follows the next coordinator", async () => {
  const line = makeLine(redis.url);
  await using viewer = await watch(line.prefix);
  const sessions = [ulid(1), ulid(2)];
  for (const session of sessions) {
    const { dispatch } = await line.coordinator({ session });
    dispatch.saveSnapshot(`"${session}"`);
    // Whether it is told by the snapshot or after it depends on who was first.
    const told = firstOf(viewer.onEvent, (event) => event.kind === "notice");
    const telling = setInterval(() => dispatch.publish(notice(session)), 20);
    expect(await told).toEqual(notice(session));
    clearInterval(telling);
    await dispatch[Symbol.asyncDispose]();
  }
});

test("starts over with the snapshot after Redis was away, and never sends a command late", async () => {
  await using server = await startRedisForTests();
  const line = makeLine(server.url);
  const { dispatch } = await line.coordinator();
  dispatch.saveSnapshot('"kept"');
  const commands = vi.fn();
  dispatch.onCommand(commands);
  await using viewer = await openViewer({ url: server.url, prefix: line.prefix, timings: QUICK });
  await untilRunning(viewer);
  const away = firstOf(viewer.onHealth);
  const troubled = firstOf(viewer.onTrouble);
  const restart = await server.crash();
  expect(await away).toMatchObject({ redis: "away" });
  expect(await troubled).toBe("away");
  expect(await viewer.sendCommand({ kind: "stop" })).toBe("unheard");
  const again = firstOf(viewer.onSnapshot);
  restart();
  expect(await again).toBe('"kept"');
  const heard = firstOf(dispatch.onCommand);
  await vi.waitFor(async () => {
    expect(await viewer.sendCommand({ kind: "start", fixture: "F01" })).toBe("heard");
  }, PATIENT);
  expect(await heard).toEqual({ kind: "start", fixture: "F01" });
  expect(commands).not.toHaveBeenCalledWith({ kind: "stop" });
  await dispatch[Symbol.asyncDispose]();
});
