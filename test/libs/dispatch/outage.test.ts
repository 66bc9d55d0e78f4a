import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { ulid } from "ulid";
import { expect, test, vi } from "vitest";
import type { WorkerChange } from "../../../libs/dispatch/dispatch.ts";
import type { RunBoard } from "../../../libs/dispatch/job-desk.ts";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import type { JobAnswer, WorkerHello } from "../../../libs/dispatch/messages.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import type { RedisHealth } from "../../../libs/station/redis-health.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";
import { answerTo, makeEndless, makeLine, untilKnown } from "./line.ts";
import { makeRuns } from "./make-runs.ts";
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

const isAway = (health: RedisHealth): boolean => health === "away";

/** On its way there a server may be loading, or silent for a moment. */
const isUp = (health: RedisHealth): boolean => health === "up";

/** Runs that pass at once. */
const makePasses = () => {
  const ids: string[] = [];
  const run: RunBoard = async (job) => {
    ids.push(job.run);
    return makeAnswer(job);
  };
  return { run, ids };
};

/** A worker that shows itself once and serves nothing. */
const appear = async (
  { peek }: RedisForTests,
  prefix: string,
  hello: WorkerHello,
  lifeMs: number,
): Promise<void> => {
  const keys = keysOf(prefix);
  await peek.set(keys.worker(hello.worker), makeSign(hello), "PX", lifeMs);
  await peek.sadd(keys.workers, hello.worker);
};

test.concurrent("Redis killed in mid-run: the run happens once and its answer arrives", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const runs = makeRuns();
  const { run, begun, end } = runs;
  await using worker = await line.worker(run, { hello });
  using _runs = runs;
  await untilKnown(dispatch, hello);
  const changes: WorkerChange[] = [];
  dispatch.onWorker((change) => changes.push(change));
  const told: JobAnswer[] = [];
  dispatch.onAnswer((answer) => told.push(answer));
  const [job, next] = [makeJob({ session }), makeJob({ session })];
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await begun;

  const away = firstOf(dispatch.onState, isAway);
  const workerAway = firstOf(worker.onState, isAway);
  const restart = await redis.crash();
  await Promise.all([away, workerAway]);
  worker.report(makeProgress(job, 1)); // Nobody waits for that.
  await expect(dispatch.send(hello.worker, next)).rejects.toThrow(StationError);
  end(); // The run ends while Redis is away.
  const up = firstOf(dispatch.onState, isUp);
  restart();
  await up;

  expect(await answered).toEqual(makeAnswer(job));
  const nextAnswered = answerTo(dispatch, next);
  await dispatch.send(hello.worker, next);
  await nextAnswered;
  expect(runs.ids).toEqual([job.run, next.run]);
  expect(told).toEqual([makeAnswer(job), makeAnswer(next)]);
  expect(changes).toEqual([]);
});

test.concurrent("Redis away longer than the job's lock and all signs of life: still once, nobody lost", async () => {
  await using redis = await startRedisForTests();
  const timings = { ...QUICK, lockMs: 300 };
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const runs = makeRuns();
  const { run, begun, end } = runs;
  await using _worker = await line.worker(run, { hello, timings });
  using _runs = runs;
  await untilKnown(dispatch, hello);
  const changes: WorkerChange[] = [];
  dispatch.onWorker((change) => changes.push(change));
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await begun;
  const away = firstOf(dispatch.onState, isAway);
  const restart = await redis.crash();
  await away;
  // Not a wait for something to be ready: the outage itself has to last.
  await new Promise((resolve) => setTimeout(resolve, timings.lifeMs + 100));
  restart();
  // BullMQ takes the job for stalled before the run has ended.
  const queued = `${keysOf(line.prefix).queues}:${hello.worker}:${job.run}`;
  await vi.waitFor(async () => expect(await redis.peek.exists(queued)).toBe(0), PATIENT);
  end();
  expect(await answered).toEqual(makeAnswer(job));
  const next = makeJob({ session });
  const nextAnswered = answerTo(dispatch, next);
  await dispatch.send(hello.worker, next);
  await nextAnswered;
  expect(runs.ids).toEqual([job.run, next.run]);
  expect(changes).toEqual([]);
});

test.concurrent("signs of life that ran out while Redis was away say nothing for a while", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const { dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const meet = async (lifeMs: number): Promise<string> => {
    const hello = makeHello();
    const came = firstOf(dispatch.onWorker, (change) => change.hello.worker === hello.worker);
    await appear(redis, line.prefix, hello, lifeMs);
    expect(await came).toMatchObject({ kind: "hello" });
    return hello.worker;
  };
  const slow = await meet(800);
  const changes: string[] = [];
  dispatch.onWorker(({ kind, hello }) => changes.push(`${kind} ${hello.worker}`));
  const away = firstOf(dispatch.onState, isAway);
  const restart = await redis.crash();
  await away;
  await new Promise((resolve) => setTimeout(resolve, 900)); // The outage outlasts the sign of life.
  const up = firstOf(dispatch.onState, isUp);
  restart();
  await up;
  const lost = firstOf(dispatch.onWorker, ({ kind }) => kind === "lost");
  const other = await meet(60_000);
  // The coordinator has looked, and missed the slow one, but does not say so yet.
  expect(changes).toEqual([`hello ${other}`]);
  expect((await lost).hello.worker).toBe(slow);
});

test.concurrent("signs of life that all ran out at once, as by a leap of the server's clock, say nothing", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  await appear(redis, line.prefix, hello, 60_000);
  await untilKnown(dispatch, hello);
  const changes: string[] = [];
  dispatch.onWorker(({ kind }) => changes.push(kind));
  const beats = () => new Promise((resolve) => setTimeout(resolve, 3 * QUICK.heartbeatMs));
  await redis.peek.del(keys.worker(hello.worker), keys.session(session));
  await beats();
  await appear(redis, line.prefix, hello, 60_000);
  await beats();
  expect(changes).toEqual([]);
});

test.concurrent("nor do they where a job that is sent finds the leap before the coordinator's next sign of life", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const timings = { ...QUICK, heartbeatMs: 60_000, lifeMs: 60_000 };
  const { session, dispatch } = await line.coordinator({ timings });
  await using _dispatch = dispatch;
  const changes: string[] = [];
  dispatch.onWorker(({ kind, hello }) => changes.push(`${kind} ${hello.worker}`));
  const meet = async (hello: WorkerHello): Promise<void> => {
    await appear(redis, line.prefix, hello, 60_000);
    await redis.peek.publish(keys.hellos, "");
    await untilKnown(dispatch, hello);
  };
  const [one, other] = [makeHello(), makeHello()];
  await meet(one);
  await redis.peek.del(keys.worker(one.worker), keys.session(session));
  await dispatch.send(one.worker, makeJob({ session }));
  await meet(other);
  expect(changes).toEqual([one, other].map(({ worker }) => `hello ${worker}`));
});

test.concurrent("a process that stops while Redis is away waits neither for it nor for a timer", async () => {
  await using redis = await startRedisForTests();
  const script = join(import.meta.dirname, "stopping-process.ts");
  const child = spawn(process.execPath, [script, redis.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout);
  const exited = once(child, "exit");
  expect(await once(lines, "line")).toEqual(["running"]);
  await redis.crash();
  expect(await exited).toEqual([0, null]);
}, 20_000);

test.concurrent("a line stopped while Redis is away does not wait for it; its runs are aborted once it is back", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const { run, begun } = makeEndless();
  await using _worker = await line.worker(run, { hello });
  await untilKnown(dispatch, hello);
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await begun;
  const away = firstOf(dispatch.onState, isAway);
  const restart = await redis.crash();
  await away;
  await dispatch.stopRuns();
  restart();
  expect(await answered).toEqual(makeAnswer(job));
});

test.concurrent("a worker that leaves waits for its run and hands in the answer", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const { run, begun, end } = makeRuns();
  const worker = await line.worker(run, { hello });
  await untilKnown(dispatch, hello);
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await begun;
  const leaving = worker[Symbol.asyncDispose]();
  end();
  await leaving;
  expect(await answered).toEqual(makeAnswer(job));
});

const startWorkerProcess = (url: string, prefix: string, worker: string): ChildProcess => {
  const script = join(import.meta.dirname, "worker-process.ts");
  const stdio = ["ignore", "pipe", "inherit"] as const;
  return spawn(process.execPath, [script, url, prefix, worker], { stdio: [...stdio] });
};

test.concurrent("a worker that is killed is seen to be lost, and nobody repeats its run", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const worker = ulid();
  const came = firstOf(dispatch.onWorker);
  const child = startWorkerProcess(redis.url, line.prefix, worker);
  expect((await came).hello.worker).toBe(worker);
  const job = makeJob({ session });
  if (child.stdout === null) throw new Error("no stdout");
  const begun = once(createInterface(child.stdout), "line");
  await dispatch.send(worker, job);
  expect(await begun).toEqual([job.run]);
  const told: JobAnswer[] = [];
  dispatch.onAnswer((answer) => told.push(answer));
  const lost = firstOf(dispatch.onWorker);
  child.kill("SIGKILL");
  expect(await lost).toMatchObject({ kind: "lost", hello: { worker } });

  // Its fixtures are free again, and the next worker gets only what it is sent.
  const { run, ids } = makePasses();
  const hello = makeHello();
  await using _next = await line.worker(run, { hello });
  await untilKnown(dispatch, hello);
  const fresh = makeJob({ session });
  const answered = answerTo(dispatch, fresh);
  await dispatch.send(hello.worker, fresh);
  await answered;
  expect(ids).toEqual([fresh.run]);
  expect(told).toEqual([makeAnswer(fresh)]);
});

test.concurrent("a job that a lost worker never began is taken back", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const came = firstOf(dispatch.onWorker);
  await appear(redis, line.prefix, hello, 500);
  await came;
  const lost = firstOf(dispatch.onWorker);
  await dispatch.send(hello.worker, makeJob({ session }));
  expect(await lost).toEqual({ kind: "lost", hello });

  // It comes round: only what it is sent from now on is run.
  const { run, ids } = makePasses();
  await using _worker = await line.worker(run, { hello });
  await untilKnown(dispatch, hello);
  const fresh = makeJob({ session });
  const answered = answerTo(dispatch, fresh);
  await dispatch.send(hello.worker, fresh);
  await answered;
  expect(ids).toEqual([fresh.run]);
});
