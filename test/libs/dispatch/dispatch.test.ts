import { ulid } from "ulid";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { NestReport, WorkerChange } from "../../../libs/dispatch/dispatch.ts";
import type { RunBoard } from "../../../libs/dispatch/job-desk.ts";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import type { JobAnswer } from "../../../libs/dispatch/messages.ts";
import { openDispatch } from "../../../libs/dispatch/open-dispatch.ts";
import { makePresence } from "../../../libs/dispatch/presence.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { changeNest, quietNest } from "../../../libs/station/nest-news.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";
import { answerTo, makeEndless, makeLine, untilKnown } from "./line.ts";
import {
  firstOf,
  makeAnswer,
  makeHello,
  makeJob,
  makeProgress,
  makeSign,
  PATIENT,
  QUICK,
} from "./samples.ts";

let redis: RedisForTests;

beforeAll(async () => {
  redis = await startRedisForTests();
});

afterAll(() => redis[Symbol.asyncDispose]());

const pass: RunBoard = async (job) => makeAnswer(job);

test("runs go to their worker, all its fixtures at the same time, and their records come back", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const both = Promise.withResolvers<void>();
  const running = new Set<string>();
  await using _worker = await line.worker(
    async (job) => {
      running.add(job.fixture);
      if (running.size === 2) both.resolve();
      await both.promise;
      return makeAnswer(job);
    },
    { hello },
  );
  await untilKnown(dispatch, hello);
  const jobs = hello.fixtures.map((fixture) => makeJob({ session, fixture }));
  const answers = jobs.map((job) => answerTo(dispatch, job));
  await Promise.all(jobs.map((job) => dispatch.send(hello.worker, job)));
  expect(await Promise.all(answers)).toEqual(jobs.map(makeAnswer));
});

test("a run that is sent again is answered again and run once", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const run = vi.fn(pass);
  await using _worker = await line.worker(run, { hello });
  await untilKnown(dispatch, hello);
  const job = makeJob({ session });
  const told: JobAnswer[] = [];
  dispatch.onAnswer((answer) => told.push(answer));
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await answered;
  // The queue ignores a job it still knows.
  const known = `${keysOf(line.prefix).queues}:${hello.worker}:${job.run}`;
  await vi.waitFor(async () => expect(await redis.peek.exists(known)).toBe(0), PATIENT);
  await dispatch.send(hello.worker, job);
  const last = makeJob({ session, fixture: "F02" });
  const end = answerTo(dispatch, last);
  await dispatch.send(hello.worker, last);
  await end;
  expect(run).toHaveBeenCalledTimes(2);
  expect(told).toEqual([makeAnswer(job), makeAnswer(last)]);
});

test("a job left over from a coordinator that is gone moves nothing", async () => {
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const hello = makeHello();
  const gone = await line.coordinator();
  const job = makeJob({ session: gone.session });
  await gone.dispatch.send(hello.worker, job);
  await gone.dispatch[Symbol.asyncDispose]();
  const run = vi.fn(pass);
  await using _worker = await line.worker(run, { hello });
  await vi.waitFor(async () => {
    const [entry] = await redis.peek.xrange(keys.answers(gone.session), "-", "+");
    expect(entry?.[1].at(-1)).toContain("coordinator is gone");
  }, PATIENT);
  expect(run).not.toHaveBeenCalled();
});

test("workers are seen to come and to leave", async () => {
  const line = makeLine(redis.url);
  const before = makeHello({ jig: "line-a" });
  await using _before = await line.worker(pass, { hello: before });
  await using dispatch = (await line.coordinator()).dispatch;
  await untilKnown(dispatch, before);
  expect(dispatch.workers()).toEqual([before]);
  const after = makeHello({ jig: "line-b" });
  const came = firstOf<WorkerChange>((listener) => dispatch.onWorker(listener));
  const worker = await line.worker(pass, { hello: after });
  expect(await came).toEqual({ kind: "hello", hello: after });
  expect(dispatch.workers()).toEqual([before, after]);
  const left = firstOf<WorkerChange>((listener) => dispatch.onWorker(listener));
  await worker[Symbol.asyncDispose]();
  expect(await left).toEqual({ kind: "lost", hello: after });
  expect(dispatch.workers()).toEqual([before]);
});

test("what a nest's wires say reaches every coordinator, also one that missed the message or comes late", async () => {
  const line = makeLine(redis.url);
  const hello = makeHello({ fixtures: ["F01"] });
  const { worker } = hello;
  await using early = (await line.coordinator()).dispatch;
  let news = quietNest("F01");
  await using link = await line.worker(pass, { hello, nests: () => [news] });
  await untilKnown(early, hello);
  expect(early.nests()).toEqual([{ worker, news }]);
  // One that looks by itself too seldom for this test, and learns it by being told.
  const timings = { ...QUICK, heartbeatMs: 600_000 };
  const seldom = { url: redis.url, prefix: line.prefix, session: "S2", timings };
  await using prompt = await openDispatch(seldom);
  await untilKnown(prompt, hello);
  const told: NestReport[] = [];
  early.onNest((report) => told.push(report));

  news = changeNest(news, { lid: "open", ports: "here" });
  link.tellNests();
  await vi.waitFor(() => expect(told).toEqual([{ worker, news }]), PATIENT);
  await vi.waitFor(() => expect(prompt.nests()).toEqual([{ worker, news }]), PATIENT);
  // Nothing is said of this one: the next sign of life has it.
  news = changeNest(news, { lid: "closed" });
  await vi.waitFor(() => expect(told.at(-1)).toEqual({ worker, news }), PATIENT);
  expect(told.length).toBe(2);

  await using late = (await line.coordinator()).dispatch;
  await untilKnown(late, hello);
  expect(late.nests()).toEqual([{ worker, news }]);
});

test("a fixture has one owner: the second worker is told who it is", async () => {
  const line = makeLine(redis.url);
  const first = makeHello({ station: "pc-east", pid: 4711, fixtures: ["F01", "F02"] });
  await using _first = await line.worker(pass, { hello: first });
  const timings = { ...QUICK, lifeMs: 500 };
  const other = makeHello({ fixtures: ["F02", "F03"] });
  const second = line.worker(pass, { hello: other, timings });
  const error: unknown = await second.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StationError);
  expect(String(error)).toMatch(/Fixture F02 of jig line-a .*process 4711 on station pc-east/);
  // Neither what it got meanwhile nor another jig's fixture of that name is blocked.
  await using _third = await line.worker(pass, { hello: makeHello({ fixtures: ["F03"] }) });
  await using _fourth = await line.worker(pass, { hello: makeHello({ jig: "line-b" }) });
});

test("a worker offers the fixtures that are its own: one it lost is not among them, and told when it has it again", async () => {
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const { dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const told: (readonly string[])[] = [];
  dispatch.onWorker(({ hello }) => told.push(hello.fixtures));
  const hello = makeHello();
  for (const leases of [{ F02: 7 }, { F02: 7, F01: 9 }, { F02: 7, F01: 9 }]) {
    const sign = JSON.stringify({ ...JSON.parse(makeSign(hello)), leases });
    await redis.peek.set(keys.worker(hello.worker), sign);
    await redis.peek.sadd(keys.workers, hello.worker);
    const fixtures = () => dispatch.workers()[0]?.fixtures.length;
    await vi.waitFor(() => expect(fixtures()).toBe(Object.keys(leases).length), PATIENT);
  }
  expect(told).toEqual([["F02"], ["F01"]]);
});

test("a worker that has said goodbye gives no further sign of life, though one was due", async () => {
  const keys = keysOf(`test-${ulid()}`);
  const hello = makeHello();
  const say = () => ({ leases: new Map(), nests: [] });
  const presence = makePresence(redis.peek, keys, hello, say, QUICK);
  await presence.renew();
  expect(await redis.peek.exists(keys.worker(hello.worker))).toBe(1);
  await Promise.all([presence.sayGoodbye(), presence.renew()]);
  expect(await redis.peek.exists(keys.worker(hello.worker))).toBe(0);
});

test("the claim of a killed worker is waited for", async () => {
  const line = makeLine(redis.url);
  const owner = keysOf(line.prefix).owner("line-a", "F01");
  await redis.peek.set(owner, "a worker that was killed", "PX", 300);
  await using _worker = await line.worker(pass);
  expect(await redis.peek.get(owner)).toContain("pc-1");
});

test("a stopped line aborts its runs and begins no others", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const { run, begun } = makeEndless();
  await using _worker = await line.worker(run, { hello });
  await untilKnown(dispatch, hello);
  const [running, next] = [makeJob({ session }), makeJob({ session, fixture: "F02" })];
  const answers = [answerTo(dispatch, running), answerTo(dispatch, next)];
  await dispatch.send(hello.worker, running);
  await begun;
  await dispatch.stopRuns();
  await dispatch.send(hello.worker, next);
  expect(await Promise.all(answers)).toEqual([
    makeAnswer(running),
    { kind: "refused", run: next.run, reason: "The line is stopping." },
  ]);
});

test("what happens in a run reaches its coordinator, progress thinned out", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const other = (await line.coordinator()).dispatch;
  await using _other = other;
  const strayed = vi.fn();
  other.onEvent(strayed);
  const hello = makeHello();
  await using worker = await line.worker(
    async (job) => {
      for (let done = 1; done <= 50; done += 1) worker.report(makeProgress(job, done));
      const { run, lot, serial, fixture, attempt } = job;
      const at = new Date().toISOString();
      worker.report({ run, lot, serial, fixture, attempt, at, kind: "note", text: "the end" });
      return makeAnswer(job);
    },
    { hello },
  );
  await untilKnown(dispatch, hello);
  const kinds: string[] = [];
  dispatch.onEvent((event) => kinds.push(event.kind));
  const ended = firstOf(dispatch.onEvent, (event) => event.kind === "note");
  const job = makeJob({ session });
  worker.report(makeProgress(job, 1)); // Before its run: nobody's.
  await dispatch.send(hello.worker, job);
  await ended;
  expect(kinds.filter((kind) => kind === "step-progress").length).toBeLessThan(5);
  expect(kinds.at(-1)).toBe("note");
  expect(strayed).not.toHaveBeenCalled();
});

test("images travel by content, and one that was damaged is stored anew with the next lot", async () => {
  const line = makeLine(redis.url);
  await using dispatch = (await line.coordinator()).dispatch;
  await using worker = await line.worker(pass);
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index & 0xff);
  const sha256 = "ab".repeat(32);
  expect(await worker.loadImage(sha256)).toBeUndefined();
  // Of the same length: only its content tells.
  await dispatch.storeImage(sha256, bytes.subarray(0, -1));
  await dispatch.storeImage(sha256, bytes.subarray(1));
  expect(new Uint8Array((await worker.loadImage(sha256)) ?? [])).toEqual(bytes.subarray(1));
  // Lost in the middle of a lot: its coordinator puts it back.
  await redis.peek.del(keysOf(line.prefix).image(sha256));
  expect(new Uint8Array((await worker.loadImage(sha256)) ?? [])).toEqual(bytes.subarray(1));
});

test("junk in every channel and queue changes nothing", async () => {
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const run = vi.fn(pass);
  const troubles: string[] = [];
  await using _worker = await line.worker(run, { hello, onTrouble: (text) => troubles.push(text) });
  await untilKnown(dispatch, hello);
  const heard = vi.fn();
  dispatch.onEvent(heard);
  dispatch.onCommand(heard);
  const unreadable = firstOf(dispatch.onTrouble);
  const channels = [keys.runEvents(session), keys.commands(session), keys.hellos];
  for (const junk of ["", "{", "null", '{"kind":"bye"}', '{"kind":"note","__proto__":{"a":1}}']) {
    for (const channel of channels) await redis.peek.publish(channel, junk);
    await redis.peek.xadd(keys.answers(session), "*", "answer", junk);
    await redis.peek.xadd(keys.answers(session), "*", junk || "x", junk);
  }
  await redis.peek.set(keys.worker("intruder"), JSON.stringify({ hello, nests: "all" }));
  await redis.peek.sadd(keys.workers, "intruder");
  await unreadable;
  // BullMQ's own way in, with data that no coordinator sends.
  const hostile = JSON.parse(JSON.stringify(makeJob({ session, attempt: -1 })));
  const refused = answerTo(dispatch, hostile);
  await dispatch.send(hello.worker, hostile);
  expect(await refused).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("cannot read"),
  });
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  expect(await answered).toEqual(makeAnswer(job));
  expect(run).toHaveBeenCalledTimes(1);
  expect(heard).not.toHaveBeenCalled();
  expect(dispatch.workers()).toEqual([hello]);
});

test("Redis keeps nothing of what is done, and nothing of a worker that left", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  const hello = makeHello();
  const worker = await line.worker(pass, { hello });
  await untilKnown(dispatch, hello);
  const jobs = Array.from({ length: 20 }, () => makeJob({ session }));
  for (const job of jobs) {
    const answered = answerTo(dispatch, job);
    await dispatch.send(hello.worker, job);
    await answered;
  }
  const queue = `${keysOf(line.prefix).queues}:${hello.worker}`;
  await vi.waitFor(async () => {
    expect(await redis.peek.keys(`${queue}:${jobs[0]?.run.slice(0, 6)}*`)).toEqual([]);
    expect(await redis.peek.zcard(`${queue}:completed`)).toBe(0);
  }, PATIENT);
  await worker[Symbol.asyncDispose]();
  await dispatch[Symbol.asyncDispose]();
  const left = await redis.peek.keys(`${line.prefix}:*`);
  // Names of the dead are struck off by the next who looks; an emptied stream runs out by itself.
  const keys = keysOf(line.prefix);
  // Numbers of fixtures stay: who comes next gets a greater one.
  const numbers = hello.fixtures.map((fixture) => keys.lease(hello.jig, fixture));
  const kept = new Set([keys.answers(session), keys.workers, ...numbers]);
  expect(left.filter((key) => !kept.has(key) && !key.endsWith(":sessions"))).toEqual([]);
  expect(await redis.peek.xlen(keys.answers(session))).toBe(0);
});

test("a password that is missing or wrong is told at once", async () => {
  await using server = await startRedisForTests();
  await server.peek.config("SET", "requirepass", "secret");
  const opening = openDispatch({ url: server.url, session: "S1", timings: { openMs: 60_000 } });
  await expect(opening).rejects.toThrow(/asks for a password, and none can be given to a socket/);
});

test("an address nobody answers at is the station's fault, a bad one the writer's", async () => {
  const options = { session: "S1", timings: { openMs: 200 } };
  const missing = openDispatch({ ...options, url: "unix:/nonesuch/redis.sock" });
  await expect(missing).rejects.toThrow(StationError);
  await expect(missing).rejects.toThrow(/unix:\/nonesuch\/redis.sock .*ENOENT/);
  await expect(openDispatch({ ...options, url: "nonsense" })).rejects.toThrow(InputError);
});
