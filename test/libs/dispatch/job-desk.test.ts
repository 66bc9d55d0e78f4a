import { expect, test, vi } from "vitest";
import { JobDesk, type JobDeskParts } from "../../../libs/dispatch/job-desk.ts";
import type { JobAnswer, RunJob, SentJob } from "../../../libs/dispatch/messages.ts";
import { LEASE, makeAnswer, makeJob as makeRunJob, PATIENT } from "./samples.ts";

/** Both fixtures are ours, under the number their jobs have. */
const OURS: JobDeskParts["claims"] = {
  renew: async () => undefined,
  leases: () =>
    new Map([
      ["F01", LEASE],
      ["F02", LEASE],
    ]),
  takenBy: () => undefined,
  ensure: async () => undefined,
};

const makeJob = (change: Partial<RunJob> = {}): SentJob => ({
  ...makeRunJob(change),
  lease: LEASE,
});

/** A desk for F01 and F02 whose runs end when the test says so. */
const makeDesk = (change: Partial<JobDeskParts> = {}) => {
  const runs: string[] = [];
  const answers: JobAnswer[] = [];
  const troubles: string[] = [];
  const signals: AbortSignal[] = [];
  const gate = Promise.withResolvers<void>();
  const desk = new JobDesk({
    fixtures: ["F01", "F02"],
    run: async (job, signal) => {
      runs.push(job.run);
      signals.push(signal);
      await gate.promise;
      return makeAnswer(job);
    },
    refuseSession: async () => undefined,
    claims: OURS,
    deliver: async (_address, answer) => void answers.push(answer),
    trouble: (text) => troubles.push(text),
    signal: new AbortController().signal,
    ...change,
  });
  return { desk, runs, answers, troubles, signals, gate };
};

const ABORTED = AbortSignal.abort();

test.each<[string, Partial<JobDeskParts>, Partial<RunJob>]>([
  ["of a session that is not served", { refuseSession: async () => "Its line is stopping." }, {}],
  ["for a fixture it has not", {}, { fixture: "F09" }],
  ["for a fixture another worker has by now", { claims: { ...OURS, takenBy: () => "x" } }, {}],
  ["for a fixture another worker had since", { claims: { ...OURS, leases: () => new Map() } }, {}],
  ["when it is stopping", { signal: ABORTED }, {}],
])("refuses a job %s, and runs nothing", async (_name, parts, change) => {
  const { desk, runs, answers } = makeDesk(parts);
  const job = makeJob(change);
  await desk.take(job);
  expect(runs).toEqual([]);
  expect(answers).toEqual([{ kind: "refused", run: job.run, reason: expect.any(String) }]);
});

test("begins nothing while Redis does not say whose the fixture is, and asks again", async () => {
  let asked = 0;
  const renew = async (): Promise<void> => {
    asked += 1;
    if (asked === 1) throw new Error("OOM");
    expect(runs).toEqual([]);
  };
  const { desk, runs, gate } = makeDesk({ claims: { ...OURS, renew } });
  gate.resolve();
  const job = makeJob();
  await desk.take(job);
  expect([asked, runs]).toEqual([2, [job.run]]);
});

test("refuses a second run for a busy fixture, and takes it afterwards", async () => {
  const { desk, runs, answers, gate } = makeDesk();
  const [first, second, other] = [makeJob(), makeJob(), makeJob({ fixture: "F02" })];
  const running = desk.take(first);
  await desk.take(second);
  const beside = desk.take(other);
  expect(answers).toMatchObject([{ kind: "refused", run: second.run }]);
  gate.resolve();
  await Promise.all([running, beside]);
  expect(answers.slice(1)).toEqual([makeAnswer(first), makeAnswer(other)]);
  await desk.take(second);
  expect(runs).toEqual([first.run, other.run, second.run]);
});

test("runs a job once, however often it comes: while it runs it has one answer, then each time", async () => {
  const { desk, runs, answers, gate } = makeDesk();
  const job = makeJob();
  const running = desk.take(job);
  await vi.waitFor(() => expect(runs).toHaveLength(1), PATIENT);
  // Nothing waits for its end a second time: that would keep a slot of the queue from another fixture.
  await desk.take(job);
  expect(answers).toEqual([]);
  gate.resolve();
  await running;
  await desk.take(job);
  expect(runs).toEqual([job.run]);
  expect(answers).toEqual([makeAnswer(job), makeAnswer(job)]);
});

test("a run that is sent again is not refused for itself, however many the other fixture has done since", async () => {
  const slow = Promise.withResolvers<void>();
  const run = async (job: RunJob): Promise<JobAnswer> => {
    if (job.fixture === "F01") await slow.promise;
    return makeAnswer(job);
  };
  const { desk, answers } = makeDesk({ run });
  const job = makeJob();
  const running = desk.take(job);
  for (let count = 0; count < 20; count += 1) await desk.take(makeJob({ fixture: "F02" }));
  await desk.take(job);
  expect(answers.filter(({ kind }) => kind === "refused")).toEqual([]);
  slow.resolve();
  await running;
  expect(answers.slice(20)).toEqual([makeAnswer(job)]);
});

test("refuses what it cannot read, if it says who sent it", async () => {
  const { desk, runs, answers, troubles } = makeDesk();
  await desk.take({ run: "R1", session: "S1", fixture: { toString: null } });
  expect(answers).toMatchObject([{ kind: "refused", run: "R1" }]);
  for (const junk of [undefined, null, 7, "job", [], { run: 5, session: "S1" }]) {
    await desk.take(junk);
  }
  expect(troubles).toHaveLength(6);
  expect(runs).toEqual([]);
});

test("aborts the runs of a stopped session, and no others", async () => {
  const { desk, signals, gate } = makeDesk();
  const takes = [desk.take(makeJob()), desk.take(makeJob({ fixture: "F02", session: "S2" }))];
  await vi.waitFor(() => expect(signals).toHaveLength(2), PATIENT);
  desk.stop("S2");
  expect(desk.sessions()).toEqual(["S1", "S2"]);
  gate.resolve();
  await Promise.all(takes);
  expect(signals.map((signal) => signal.aborted)).toEqual([false, true]);
});

test("says whose run is going on where", async () => {
  const { desk, runs, gate } = makeDesk();
  const job = makeJob();
  const taking = desk.take(job);
  await vi.waitFor(() => expect(runs).toHaveLength(1), PATIENT);
  expect(desk.sessionOf("F01", job.run)).toBe("S1");
  expect(desk.sessionOf("F01", "another")).toBeUndefined();
  gate.resolve();
  await taking;
  expect(desk.sessionOf("F01", job.run)).toBeUndefined();
});

test("closes when the running ones have ended, and refuses the rest", async () => {
  const { desk, runs, answers, gate } = makeDesk();
  const job = makeJob();
  const taking = desk.take(job);
  await vi.waitFor(() => expect(runs).toHaveLength(1), PATIENT);
  const closing = desk.close();
  const late = makeJob({ fixture: "F02" });
  await desk.take(late);
  expect(answers).toMatchObject([{ kind: "refused", run: late.run }]);
  gate.resolve();
  await Promise.all([closing, taking]);
  expect(answers[1]).toEqual(makeAnswer(job));
});

test("reports a run that broke its promise, and goes on", async () => {
  const { desk, answers, troubles } = makeDesk({
    run: (job) => (job.serial === "BAD" ? Promise.reject(new Error("bug")) : ok(job)),
  });
  await desk.take(makeJob({ serial: "BAD" }));
  expect(troubles).toEqual([expect.stringContaining("bug")]);
  const next = makeJob();
  await desk.take(next);
  expect(answers).toEqual([makeAnswer(next)]);
});

const ok = async (job: RunJob): Promise<JobAnswer> => makeAnswer(job);
