import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ulid } from "ulid";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { claimFixtures } from "../../../libs/dispatch/fixture-claims.ts";
import { keysOf } from "../../../libs/dispatch/keys.ts";
import { type RedisForTests, startRedisForTests } from "../../redis-for-tests.ts";
import { answerTo, makeLine, untilKnown } from "./line.ts";
import { firstOf, makeAnswer, makeHello, makeJob, makeSign, PATIENT, QUICK } from "./samples.ts";

let redis: RedisForTests;

beforeAll(async () => {
  redis = await startRedisForTests();
});

afterAll(() => redis[Symbol.asyncDispose]());

/** Claims of workers that never renew them by themselves. */
const claimsOn = (prefix: string) => {
  const keys = keysOf(prefix);
  const owner = keys.owner("line-a", "F01");
  const claim = async (station: string) => {
    const hello = makeHello({ station, fixtures: ["F01"] });
    const losses: string[] = [];
    const claims = await claimFixtures(redis.peek, keys, hello, QUICK, (fixture, { failure }) =>
      losses.push(`${fixture} ${JSON.stringify(failure)}`),
    );
    const number = (): number | undefined => claims.leases().get("F01");
    return { claims, losses, number };
  };
  return { keys, claim, runOut: () => redis.peek.del(owner) };
};

test("who takes a fixture gets a greater number than anybody before, whatever the server's clock or a flush did", async () => {
  const { keys, claim, runOut } = claimsOn(`test-${ulid()}`);
  const first = await claim("pc-1");
  const numberOfFirst = first.number() ?? 0;
  const [seconds = 0] = await redis.peek.time();
  expect(Math.abs(numberOfFirst - Number(seconds) * 1000)).toBeLessThan(60_000);
  await first.claims.renew();
  expect(first.number()).toBe(numberOfFirst);
  // Ran out, and nobody came: it is simply taken back.
  await runOut();
  await first.claims.renew();
  expect(first.number()).toBe(numberOfFirst);

  // The clock was set back since.
  const ahead = Date.now() + 3_600_000;
  await first.claims[Symbol.asyncDispose]();
  await redis.peek.set(keys.lease("line-a", "F01"), `${ahead}`);
  const second = await claim("pc-2");
  expect(second.number()).toBe(ahead + 1);
  expect(first.losses).toEqual([]);
});

test.each(["1e300", "inf", "nan", "-5", "none", "a list"])(
  "a last number that is %s, which nobody of us wrote, keeps nobody from a number of his own",
  async (last) => {
    const { keys, claim } = claimsOn(`test-${ulid()}`);
    const [lease, owner] = [keys.lease("line-a", "F01"), keys.owner("line-a", "F01")];
    if (last === "a list") await redis.peek.lpush(owner, "x");
    await (last === "a list" ? redis.peek.lpush(lease, "x") : redis.peek.set(lease, last));
    const { number } = await claim("pc-1");
    expect(Math.abs((number() ?? 0) - Date.now())).toBeLessThan(60_000);
  },
);

test("a fixture that another worker had meanwhile is lost, also if that one left again or Redis was flushed", async () => {
  const { claim, runOut, keys } = claimsOn(`test-${ulid()}`);
  const first = await claim("pc-1");
  const before = first.number() ?? 0;
  await runOut();
  const second = await claim("pc-2");
  await expect(first.claims.ensure("F01", before)).resolves.toBeUndefined();
  await first.claims.renew();
  expect(first.losses).toEqual([expect.stringMatching(/^F01 .*lease-lost.*on station pc-2/)]);
  expect(first.claims.takenBy("F01")).toContain("pc-2");
  await expect(first.claims.ensure("F01", before)).rejects.toMatchObject({
    failure: { code: "lease-lost" },
  });

  // It had one that came and went: what it begins now has a number of its own.
  await second.claims[Symbol.asyncDispose]();
  await first.claims.renew();
  const again = first.number() ?? 0;
  expect(again).toBeGreaterThan(before);
  await runOut();
  const third = await claim("pc-3");
  await third.claims[Symbol.asyncDispose]();
  await first.claims.renew();
  expect(first.losses.length).toBe(2);
  expect(first.claims.takenBy("F01")).toBeUndefined();
  expect(first.number()).toBeUndefined();

  // After a flush the earlier one comes first: the later one gets it back all the same.
  await first.claims.renew();
  await runOut();
  const fourth = await claim("pc-4");
  await redis.peek.del(keys.owner("line-a", "F01"), keys.lease("line-a", "F01"));
  await first.claims.renew();
  await fourth.claims.renew();
  await first.claims.renew();
  expect(fourth.losses).toEqual([]);
  expect(first.losses.length).toBe(3);
  expect(first.claims.takenBy("F01")).toContain("pc-4");
});

test("a worker that was stopped while another took its fixture asks before it goes on: its run is lost, a late job refused", async () => {
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const { session, dispatch } = await line.coordinator();
  await using _dispatch = dispatch;
  const worker = ulid();
  const script = join(import.meta.dirname, "worker-process.ts");
  const child = spawn(process.execPath, [script, redis.url, line.prefix, worker], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const said: string[] = [];
  createInterface(child.stdout).on("line", (text) => said.push(text));
  const ended = once(child, "exit");
  await untilKnown(dispatch, makeHello({ worker }));
  const job = makeJob({ session });
  await dispatch.send(worker, job);
  await vi.waitFor(() => expect(said).toEqual([job.run]), PATIENT);
  child.stdin.write("ask\n");
  await vi.waitFor(() => expect(said[1]).toBe("ours"), PATIENT);

  child.kill("SIGSTOP");
  const lost = firstOf(dispatch.onWorker, ({ kind }) => kind === "lost");
  const late = makeJob({ session, fixture: "F02" });
  await dispatch.send(worker, late);
  const owner = keys.owner("line-a", "F01");
  await vi.waitFor(async () => expect(await redis.peek.exists(owner)).toBe(0), PATIENT);
  const hello = makeHello({ station: "pc-2" });
  await using _second = await line.worker(async (sent) => makeAnswer(sent), { hello });
  await untilKnown(dispatch, hello);
  expect((await lost).hello.worker).toBe(worker);
  // What was not begun is taken back from a lost worker; here it comes all the same.
  await dispatch.send(worker, late);
  const answers = [answerTo(dispatch, job), answerTo(dispatch, late)];
  child.stdin.write("ask\n");
  child.kill("SIGCONT");
  const [ofRun, ofLate] = await Promise.all(answers);
  expect(said[2]).toMatch(/^lease-lost process \d+ on station pc-2/);
  expect(ofRun).toEqual(makeAnswer(job));
  expect(ofLate).toMatchObject({ kind: "refused", reason: expect.stringContaining("pc-2") });
  expect(said.filter((text) => text === late.run)).toEqual([]);

  // An answer under another number than the run's is nobody's verdict.
  const heard = vi.fn();
  dispatch.onAnswer(heard);
  const trouble = firstOf(dispatch.onTrouble);
  const next = makeJob({ session });
  const forged = JSON.stringify(makeAnswer(next));
  const answered = answerTo(dispatch, next);
  await redis.peek.xadd(keys.answers(session), "*", "lease", "1", "answer", forged);
  expect(await trouble).toContain("did not have the fixture");
  await dispatch.send(hello.worker, next);
  await answered;
  expect(heard).toHaveBeenCalledTimes(1);
  child.stdin.end();
  child.kill("SIGKILL");
  await ended;
});

test("workers and coordinators of another version do not work together, and say who has which", async () => {
  const line = makeLine(redis.url);
  const keys = keysOf(line.prefix);
  const { session, dispatch } = await line.coordinator({ program: "0.1.0" });
  await using _dispatch = dispatch;
  const troubles: string[] = [];
  dispatch.onTrouble((text) => troubles.push(text));
  const old = makeHello({ station: "pc-old", program: "0.0.9" });
  await redis.peek.set(keys.worker(old.worker), JSON.stringify({ hello: old, nests: [] }));
  const newer = makeHello({ station: "pc-new", program: "0.2.0" });
  await redis.peek.set(keys.worker(newer.worker), makeSign(newer));
  const patched = makeHello({ station: "pc-3", program: "0.1.9", jig: "line-b" });
  await using _patched = await line.worker(async (job) => makeAnswer(job), { hello: patched });
  await redis.peek.sadd(keys.workers, old.worker, newer.worker);
  await untilKnown(dispatch, patched);
  await vi.waitFor(() => expect(dispatch.strangers().length).toBe(2), PATIENT);
  expect(dispatch.workers()).toEqual([patched]);
  expect(troubles.toSorted()).toEqual([
    expect.stringMatching(
      /on station pc-new is flashline 0\.2\.0 \(messages 1\), this is flashline 0\.1\.0 \(/,
    ),
    expect.stringMatching(/on station pc-old is flashline 0\.0\.9 \(messages 0\), this is /),
  ]);

  // The other way round: a job of another release's coordinator.
  const later = await line.coordinator({ program: "0.2.0" });
  await using _later = later.dispatch;
  const job = makeJob({ session: later.session });
  const answered = answerTo(later.dispatch, job);
  await later.dispatch.send(patched.worker, job);
  expect(await answered).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/worker is flashline 0\.1\.9 .* coordinator flashline 0\.2\.0/),
  });
  expect(session).not.toBe(later.session);
});
