import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { ulid } from "ulid";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WorkerChange } from "../../../libs/dispatch/dispatch.ts";
import type { RunBoard } from "../../../libs/dispatch/job-desk.ts";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import type { JobAnswer } from "../../../libs/dispatch/messages.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";
import { answerTo, makeLine } from "./line.ts";
import { firstOf, makeAnswer, makeHello, makeJob, makeProgress, QUICK } from "./samples.ts";

let redis: RedisForTests;

beforeEach(async () => {
  redis = await startRedisForTests();
});

afterEach(() => redis[Symbol.asyncDispose]());

/** Runs that begin and end when the test says so. */
const makeRuns = () => {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const run = vi.fn<RunBoard>(async (job) => {
    begun.resolve();
    await gate.promise;
    return makeAnswer(job);
  });
  return { run, begun: begun.promise, end: gate.resolve };
};

const pass: RunBoard = async (job) => makeAnswer(job);

test("Redis killed in mid-run: the run happens once and its answer arrives", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const { run, begun, end } = makeRuns();
  await using worker = await line.worker(run, { hello });
  const lost = vi.fn();
  dispatch.onWorker(({ kind }) => kind === "lost" && lost());
  const told: JobAnswer[] = [];
  dispatch.onAnswer((answer) => told.push(answer));
  const [job, next] = [makeJob({ session }), makeJob({ session })];
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await begun;

  const away = firstOf(dispatch.onState);
  const workerAway = firstOf(worker.onState);
  const restart = await redis.crash();
  expect(await Promise.all([away, workerAway])).toEqual(["away", "away"]);
  worker.report(makeProgress(job, 1)); // Nobody waits for that.
  await expect(dispatch.send(hello.worker, next)).rejects.toThrow(StationError);
  end(); // The run ends while Redis is away.
  const up = firstOf(dispatch.onState);
  restart();
  expect(await up).toBe("up");

  expect(await answered).toEqual(makeAnswer(job));
  const nextAnswered = answerTo(dispatch, next);
  await dispatch.send(hello.worker, next);
  await nextAnswered;
  expect(run.mock.calls.map(([{ run: id }]) => id)).toEqual([job.run, next.run]);
  expect(told).toEqual([makeAnswer(job), makeAnswer(next)]);
  expect(lost).not.toHaveBeenCalled();
});

test("Redis away longer than the job's lock and all signs of life: still once, nobody lost", async () => {
  const timings = { ...QUICK, lockMs: 300, lifeMs: 600 };
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator(ulid(), timings);
  await using _dispatch = dispatch;
  const hello = makeHello();
  const { run, begun, end } = makeRuns();
  await using _worker = await line.worker(run, { hello, timings });
  const changes: WorkerChange[] = [];
  dispatch.onWorker((change) => changes.push(change));
  await vi.waitFor(() => expect(changes).toHaveLength(1));
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await begun;
  const away = firstOf(dispatch.onState);
  const restart = await redis.crash();
  await away;
  // Not a wait for something to be ready: the outage itself has to last.
  await new Promise((resolve) => setTimeout(resolve, timings.lifeMs * 1.5));
  restart();
  // BullMQ takes the job for stalled before the run has ended.
  await vi.waitFor(async () => {
    const keys = await redis.peek.keys(`${line.prefix}:queue:${hello.worker}:${job.run}`);
    expect(keys).toEqual([]);
  });
  end();
  expect(await answered).toEqual(makeAnswer(job));
  const next = makeJob({ session });
  const nextAnswered = answerTo(dispatch, next);
  await dispatch.send(hello.worker, next);
  await nextAnswered;
  expect(run).toHaveBeenCalledTimes(2);
  expect(changes.map(({ kind }) => kind)).toEqual(["hello"]);
});

test("signs of life that ran out while Redis was away say nothing for a while", async () => {
  const timings = { ...QUICK, lifeMs: 600 };
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const { dispatch } = await line.coordinator(ulid(), timings);
  await using _dispatch = dispatch;
  /** A worker that shows itself once. */
  const appear = async (lifeMs: number): Promise<string> => {
    const hello = makeHello();
    const came = firstOf(dispatch.onWorker, (change) => change.hello.worker === hello.worker);
    await redis.peek.set(keys.worker(hello.worker), JSON.stringify(hello), "PX", lifeMs);
    await redis.peek.sadd(keys.workers, hello.worker);
    expect(await came).toMatchObject({ kind: "hello" });
    return hello.worker;
  };
  const slow = await appear(300);
  const changes: string[] = [];
  dispatch.onWorker(({ kind, hello }) => changes.push(`${kind} ${hello.worker}`));
  const away = firstOf(dispatch.onState);
  const restart = await redis.crash();
  await away;
  await new Promise((resolve) => setTimeout(resolve, 400)); // The outage outlasts the sign of life.
  const up = firstOf(dispatch.onState);
  restart();
  await up;
  const lost = firstOf(dispatch.onWorker, ({ kind }) => kind === "lost");
  const other = await appear(60_000);
  // The coordinator has looked, and missed the slow one, but does not say so yet.
  expect(changes).toEqual([`hello ${other}`]);
  expect((await lost).hello.worker).toBe(slow);
});

test("a process that stops while Redis is away waits neither for it nor for a timer", async () => {
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

test("an answer that Redis never took is handed in by a worker before it leaves", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const { run, begun, end } = makeRuns();
  const worker = await line.worker(run, { hello });
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await begun;
  const leaving = worker[Symbol.asyncDispose]();
  end();
  await leaving;
  expect(await answered).toEqual(makeAnswer(job));
});

const startWorkerProcess = (prefix: string, worker: string): ChildProcess => {
  const script = join(import.meta.dirname, "worker-process.ts");
  const stdio = ["ignore", "pipe", "inherit"] as const;
  return spawn(process.execPath, [script, redis.url, prefix, worker], { stdio: [...stdio] });
};

test("a worker that is killed is seen to be lost, and nobody repeats its run", async () => {
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const worker = ulid();
  const came = firstOf(dispatch.onWorker);
  const child = startWorkerProcess(line.prefix, worker);
  expect((await came).hello.worker).toBe(worker);
  const job = makeJob({ session });
  if (child.stdout === null) throw new Error("no stdout");
  const begun = once(createInterface(child.stdout), "line");
  await dispatch.send(worker, job);
  expect(await begun).toEqual([job.run]);
  const told = vi.fn();
  dispatch.onAnswer(told);
  const lost = firstOf(dispatch.onWorker);
  child.kill("SIGKILL");
  expect(await lost).toMatchObject({ kind: "lost", hello: { worker } });

  // Its fixtures are free again, and the next worker gets only what it is sent.
  const run = vi.fn(pass);
  const hello = makeHello();
  await using _next = await line.worker(run, { hello });
  const fresh = makeJob({ session });
  const answered = answerTo(dispatch, fresh);
  await dispatch.send(hello.worker, fresh);
  await answered;
  expect(run.mock.calls.map(([{ run: id }]) => id)).toEqual([fresh.run]);
  expect(told).toHaveBeenCalledTimes(1);
});

test("a job that a lost worker never began is taken back", async () => {
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const hello = makeHello();
  const came = firstOf(dispatch.onWorker);
  // A worker that hangs: it shows itself once and serves nothing.
  await redis.peek.set(keys.worker(hello.worker), JSON.stringify(hello), "PX", 500);
  await redis.peek.sadd(keys.workers, hello.worker);
  await came;
  const lost = firstOf(dispatch.onWorker);
  await dispatch.send(hello.worker, makeJob({ session }));
  expect(await lost).toEqual({ kind: "lost", hello });

  // It comes round: only what it is sent from now on is run.
  const run = vi.fn(pass);
  await using _worker = await line.worker(run, { hello });
  const fresh = makeJob({ session });
  const answered = answerTo(dispatch, fresh);
  await dispatch.send(hello.worker, fresh);
  await answered;
  expect(run.mock.calls.map(([{ run: id }]) => id)).toEqual([fresh.run]);
});
