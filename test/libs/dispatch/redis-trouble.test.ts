import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test, vi } from "vitest";
import { askRedisHealth, healthOfError } from "../../../libs/dispatch/ask-redis-health.ts";
import { explainUnusable } from "../../../libs/dispatch/explain-unusable.ts";
import type { JobAnswer } from "../../../libs/dispatch/messages.ts";
import { openViewer } from "../../../libs/dispatch/open-viewer.ts";
import { parseRedisUrl } from "../../../libs/dispatch/redis-url.ts";
import type { RedisHealth } from "../../../libs/station/redis-health.ts";
import { type RedisForTests, serverPid, startRedisForTests } from "../../redis-for-tests.ts";
import { answerTo, makeLine, untilKnown } from "./line.ts";
import { makeRuns } from "./make-runs.ts";
import { firstOf, makeAnswer, makeHello, makeJob, PATIENT, QUICK } from "./samples.ts";

/** A trouble of a server: how it comes, and how it is mended. */
interface Trouble {
  readonly seen: RedisHealth;
  readonly make: (redis: RedisForTests) => Promise<() => Promise<unknown>>;
}

/** All connections of the server but the one that asks end. */
const cutAll = (redis: RedisForTests): Promise<unknown> =>
  redis.peek
    .call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    .then(() => redis.peek.call("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes"));

const set = (redis: RedisForTests, name: string, value: string): Promise<unknown> =>
  redis.peek.config("SET", name, value);

const TROUBLES: Readonly<Record<string, Trouble>> = {
  "out of memory": {
    seen: "out-of-memory",
    make: async (redis) => {
      await set(redis, "maxmemory", "1");
      return () => set(redis, "maxmemory", "0");
    },
  },
  "a read-only replica of a master that is not there": {
    seen: "read-only",
    make: async (redis) => {
      await redis.peek.call("REPLICAOF", "127.0.0.1", "1");
      return () => redis.peek.call("REPLICAOF", "NO", "ONE");
    },
  },
  "unable to save": {
    seen: "unsaved",
    make: async (redis) => {
      const inTheWay = join(redis.folder, "dump.rdb");
      mkdirSync(join(inTheWay, "full"), { recursive: true });
      await set(redis, "save", "3600 1");
      await redis.peek.bgsave();
      const info = () => redis.peek.info("persistence");
      await vi.waitFor(
        async () => expect(await info()).toContain("rdb_last_bgsave_status:err"),
        PATIENT,
      );
      return async () => {
        rmdirSync(join(inTheWay, "full"));
        rmdirSync(inTheWay);
        await redis.peek.bgsave();
      };
    },
  },
  "given another password, and cut off": {
    seen: "refused",
    make: async (redis) => {
      await set(redis, "requirepass", "secret");
      await cutAll(redis);
      return () => set(redis, "requirepass", "");
    },
  },
  "taking no more connections, and cut off": {
    seen: "crowded",
    make: async (redis) => {
      await set(redis, "maxclients", "1");
      await cutAll(redis);
      return () => set(redis, "maxclients", "1000");
    },
  },
  "hung for longer than all signs of life": {
    seen: "silent",
    make: async (redis) => {
      const pid = await serverPid(redis.peek);
      process.kill(pid, "SIGSTOP");
      return async () => {
        // Not a wait for something to be ready: it has to last.
        await new Promise((resolve) => setTimeout(resolve, QUICK.lifeMs));
        process.kill(pid, "SIGCONT");
      };
    },
  },
};

/** In these a server still says what it has, and passes messages on. */
const TALKING: readonly RedisHealth[] = ["out-of-memory", "read-only", "unsaved"];

/** A line with one worker and a run at work. */
const openLine = async (redis: RedisForTests) => {
  await using opening = new AsyncDisposableStack();
  const line = makeLine(redis.url);
  const { session, dispatch } = await line.coordinator();
  opening.use(dispatch);
  const hello = makeHello();
  const runs = makeRuns();
  const worker = opening.use(await line.worker(runs.run, { hello }));
  opening.use(runs);
  await untilKnown(dispatch, hello);
  const told: JobAnswer[] = [];
  const lost: string[] = [];
  dispatch.onAnswer((answer) => told.push(answer));
  dispatch.onWorker(({ kind }) => lost.push(kind));
  const [job, next] = [makeJob({ session }), makeJob({ session })];
  const answered = answerTo(dispatch, job);
  await dispatch.send(hello.worker, job);
  await runs.begun;
  const open = opening.move();
  return {
    ...{ line, dispatch, worker, hello, runs, told, lost, job, next, answered },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

test.concurrent.for(Object.entries(TROUBLES))(
  "a Redis %s: coordinator and worker say which, the run goes on, nobody is lost, nothing is run twice, and it goes on by itself",
  async ([, { seen, make }]) => {
    await using redis = await startRedisForTests();
    await using line = await openLine(redis);
    const { dispatch, worker, hello, runs, told, lost, job, next, answered } = line;
    const { prefix } = line.line;
    await using viewer = TALKING.includes(seen)
      ? await openViewer({ url: redis.url, prefix, timings: QUICK })
      : undefined;
    const saidByWorker: RedisHealth[] = [];
    worker.onState((state) => saidByWorker.push(state));
    const troubled = [dispatch, worker].map(({ onState }) =>
      firstOf(onState, (state) => state === seen),
    );
    const mend = await make(redis);
    await Promise.all(troubled);
    runs.end();
    if (seen !== "silent") {
      // The outage outlasts the signs of life.
      await new Promise((resolve) => setTimeout(resolve, QUICK.lifeMs + QUICK.heartbeatMs));
      await expect(dispatch.send(hello.worker, next)).rejects.toThrow();
      if (viewer !== undefined) expect(viewer.health()).toEqual({ redis: "up", line: "running" });
    }
    const well = [dispatch, worker].map(({ onState }) =>
      firstOf(onState, (state) => state === "up"),
    );
    await mend();
    await Promise.all(well);
    expect(await answered).toEqual(makeAnswer(job));
    const nextAnswered = answerTo(dispatch, next);
    await vi.waitFor(() => dispatch.send(hello.worker, next), PATIENT);
    expect(await nextAnswered).toEqual(makeAnswer(next));
    expect(runs.ids).toEqual([job.run, next.run]);
    expect(told).toEqual([makeAnswer(job), makeAnswer(next)]);
    expect(lost).toEqual([]);
    // Not as away first: a person would start what runs.
    expect(saidByWorker[0]).toBe(seen);
  },
);

test.concurrent.for(["flushed", "restarted empty"] as const)(
  "a Redis %s in mid-run: it is noticed, nobody is lost, and what is sent again is run once",
  async (how) => {
    await using redis = await startRedisForTests();
    await using line = await openLine(redis);
    const { dispatch, hello, runs, told, lost, job, next, answered } = line;
    const forgotten = new Promise<void>((resolve) => void dispatch.onForgotten(resolve));
    await dispatch.storeImage("ab", new Uint8Array([1]));
    dispatch.saveSnapshot("{}");
    if (how === "flushed") await redis.peek.flushall();
    else {
      // Its log is emptied before it is killed: it starts again with nothing.
      await redis.peek.call("CONFIG", "SET", "appendonly", "no");
      const restart = await redis.crash();
      rmSync(join(redis.folder, "appendonlydir"), { recursive: true });
      restart();
    }
    await forgotten;
    await dispatch.send(hello.worker, job);
    runs.end();
    expect(await answered).toEqual(makeAnswer(job));
    const nextAnswered = answerTo(dispatch, next);
    await vi.waitFor(() => dispatch.send(hello.worker, next), PATIENT);
    expect(await nextAnswered).toEqual(makeAnswer(next));
    await new Promise((resolve) => setTimeout(resolve, QUICK.lifeMs));
    expect(runs.ids).toEqual([job.run, next.run]);
    expect(told).toEqual([makeAnswer(job), makeAnswer(next)]);
    expect(lost).toEqual([]);
    const names = (await redis.peek.keys("*")).map((key) => key.split(":")[1] ?? "");
    expect(new Set(names)).toEqual(
      new Set(["session", "sessions", "worker", "workers", "owner", "lease", "queue", "image"]),
    );
    expect(await redis.peek.keys("*:snapshot")).toHaveLength(1);
  },
);

test.concurrent("a Redis flushed since the coordinator's last sign of life: no job is refused for want of one", async () => {
  await using redis = await startRedisForTests();
  const line = makeLine(redis.url);
  const timings = { ...QUICK, heartbeatMs: 60_000 };
  const { session, dispatch } = await line.coordinator({ timings });
  await using _dispatch = dispatch;
  const [hello, runs] = [makeHello(), makeRuns()];
  runs.end();
  await using _worker = await line.worker(runs.run, { hello });
  await untilKnown(dispatch, hello);
  const job = makeJob({ session });
  const answered = answerTo(dispatch, job);
  await redis.peek.flushall();
  await dispatch.send(hello.worker, job);
  expect(await answered).toEqual(makeAnswer(job));
});

test.concurrent("a Redis that is back with older data has forgotten, too: what it took since is to be sent again", async () => {
  await using redis = await startRedisForTests();
  const { dispatch } = await makeLine(redis.url).coordinator();
  await using _dispatch = dispatch;
  const forgotten = new Promise<void>((resolve) => void dispatch.onForgotten(resolve));
  const [log, older] = ["appendonlydir", "older"].map((name) => join(redis.folder, name));
  if (log === undefined || older === undefined) throw new Error("two folders");
  cpSync(log, older, { recursive: true });
  await dispatch.send("worker", makeJob());
  const restart = await redis.crash();
  rmSync(log, { recursive: true });
  renameSync(older, log);
  restart();
  await forgotten;
});

/** Listens, tells where, and stands still: the system takes a few connections for it, then none. */
const DEAF = `
const server = require("node:net").createServer().listen(0, "127.0.0.1", 1, () => {
  require("node:fs").writeSync(1, server.address().port + "\\n");
  process.kill(process.pid, "SIGSTOP");
});`;

test("a server that takes no connection is away, and not silent", async () => {
  const deaf = spawn(process.execPath, ["-e", DEAF], { stdio: ["ignore", "pipe", "inherit"] });
  using _ = { [Symbol.dispose]: () => deaf.kill("SIGKILL") };
  const [port] = await once(createInterface(deaf.stdout), "line");
  const fillers = Array.from({ length: 4 }, () => connect(Number(port), "127.0.0.1").unref());
  const address = parseRedisUrl(`redis://127.0.0.1:${port}`);
  await vi.waitFor(async () => expect(await askRedisHealth(address)).toBe("away"), PATIENT);
  for (const filler of fillers) filler.destroy();
});

test.each([
  ["NOAUTH Authentication required.", /asks for a password, and none was given\. Name the file/],
  ["WRONGPASS invalid username-password pair or user is disabled.", /^Redis at L refuses the user/],
  ["NOPERM User a has no permissions to run the 'eval' command", /'eval' command\. Give that user/],
  [
    "READONLY You can't write against a read only replica.",
    /^Redis at L is a read-only replica\. M/,
  ],
  [
    "OOM command not allowed when used memory > 'maxmemory'.",
    /^Redis at L is out of memory\. Raise/,
  ],
  ["connect ETIMEDOUT", /cannot be used: connect ETIMEDOUT\. Start it, or correct its address\.$/],
])("a program that cannot start for %s says what to do", (said, words) => {
  expect(explainUnusable(said, "L")).toMatch(words);
});

test.each([
  ["LOADING Redis is loading the dataset in memory", "loading"],
  ["MASTERDOWN Link with MASTER is down", "read-only"],
  ["-ERR max number of clients reached", "crowded"],
  ["connect ECONNREFUSED 127.0.0.1:6379", undefined],
])("%s is understood", (said, health) => {
  expect(healthOfError(new Error(said))).toBe(health);
});
