import { hash } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conductLot } from "../../../apps/coordinator/conduct-lot.ts";
import type { PreparedLot } from "../../../apps/coordinator/prepare/prepare-lot.ts";
import { earlierRuns } from "../../../apps/coordinator/records/earlier-runs.ts";
import type { FixtureProof } from "../../../apps/coordinator/records/read-proofs.ts";
import {
  BEGAN_BEFORE,
  FIXTURE_BUSY,
  type RunJob,
  WORKER_STOPPING,
} from "../../../libs/dispatch/messages.ts";
import type { CommissionMark, MarkReading } from "../../../libs/jig/commission-mark.ts";
import type { Trigger, WiredFixture } from "../../../libs/jig/jig.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { lotExitCode } from "../../../libs/lot/lot-counts.ts";
import type { EarlierRuns, LotPlan } from "../../../libs/lot/lot-plan.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { changeNest, quietNest } from "../../../libs/station/nest-news.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import { makeJob, makeRecord } from "../../libs/dispatch/samples.ts";
import { planOf } from "../../support/memory-bench.ts";
import { until } from "../../support/until.ts";
import { sampleRequest } from "./sample-request.ts";
import { type StandInLine, standInLine } from "./stand-in-line.ts";

let folder: string;
let journal: Journal;
let news: StationEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "conduct-lot-"));
  journal = openJournal(folder, { mode: "write" });
  news = [];
});

afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const { recipe } = makeJob();

const RECIPE = "recipe: smart-plug\n";
const APP = new Uint8Array(3000).fill(7);

const sha256Of = (content: string | Uint8Array): string => hash("sha256", content);

const preparedFor = (fixtures: readonly string[], trigger: Trigger): PreparedLot => {
  const path = join(folder, "plug.yaml");
  const image = { file: join(folder, "app.uf2"), sha256: sha256Of(APP), bytes: APP };
  writeFileSync(path, RECIPE);
  writeFileSync(image.file, APP);
  const sent = { ...recipe, sha256: sha256Of(RECIPE), retries: 0 };
  const plan = planOf("bk7231n", 1, 20_000);
  const prepared = { path, sent, images: [image], plan, pieces: [], warnings: [] };
  const wired = fixtures.map(
    (id): WiredFixture => ({
      id,
      flashPort: `/dev/${id}`,
      power: { kind: "none" },
      reset: { kind: "none" },
      supply: "default",
      offMs: 500,
    }),
  );
  return {
    jig: { jig: "jig", trigger, fixtures: wired },
    recipes: new Map(fixtures.map((id) => [id, prepared])),
  };
};

const MARK = {
  schema: 1,
  jig: "jig",
  wiring: "0",
  station: "line-9",
  at: "2026-01-02T03:04:05.678Z",
  program: "test",
  fixtures: [],
} as const satisfies CommissionMark;

interface Lot {
  readonly mark?: MarkReading;
  readonly serials: readonly string[];
  readonly earlier?: ReadonlyMap<string, EarlierRuns>;
  readonly signal?: AbortSignal;
  readonly trigger?: Trigger;
  readonly operatorLeft?: Promise<void>;
  readonly proofs?: readonly FixtureProof[];
}

const conduct = (
  { line }: StandInLine,
  { serials, earlier, signal, mark, trigger = "auto", operatorLeft, proofs = [] }: Lot,
): Promise<LotPlan> =>
  conductLot({
    lot: "L1",
    session: "S1",
    station: "line-9",
    request: sampleRequest({ serials, dataDir: folder }),
    prepared: preparedFor(
      line.crew.workers().flatMap(({ fixtures }) => fixtures),
      trigger,
    ),
    line,
    journal,
    journalPlace: "station (/data)",
    mark: mark ?? { kind: "none" },
    earlier: earlier ?? new Map(),
    checkRuns: new Map(),
    proofs,
    listen: (event) => news.push(event),
    operatorLeft,
    signal: signal ?? new AbortController().signal,
  });

/** What people were warned of. */
const warnings = (): readonly string[] =>
  news.flatMap((event) =>
    event.kind === "notice" && event.level === "warning" ? [event.text] : [],
  );

/** An operator who stays. */
const never = (): Promise<void> => new Promise(() => undefined);

/** On a board of its serial's own, unless said otherwise. */
const passed = (job: RunJob, mac = `c8478c0000${job.serial.charCodeAt(0)}`): RunRecord => {
  const record = makeRecord(job);
  return { ...record, board: record.board && { ...record.board, mac } };
};

const outcomes = ({ boards }: LotPlan) =>
  Object.fromEntries([...boards].map(([serial, { outcome }]) => [serial, outcome]));

test("a job that Redis does not take at once is sent again, to the same fixture", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  line.refuseJobs(2);
  const lot = conduct(line, { serials: ["A", "B"] });
  await line.untilJob(2);
  for (const { job } of line.jobs) line.answer({ kind: "recorded", record: passed(job) });
  const plan = await lot;
  expect(line.jobs.map(({ job }) => [job.fixture, job.serial]).sort()).toEqual([
    ["F01", "A"],
    ["F02", "B"],
  ]);
  expect(lotExitCode(plan)).toBe(0);
});

test("boards that fail as with a weak supply are told, and those after them come on further apart", async () => {
  const line = standInLine({ W1: ["F01", "F02", "F03"] });
  const lot = conduct(line, { serials: ["A", "B", "C", "D", "E", "F"] });
  const failure = { code: "board-restarted", step: "write", banner: "BK7231S_1.0.5" } as const;
  await line.untilJob(3);
  for (const [at, { job }] of [...line.jobs].entries()) {
    const record: RunRecord = { ...passed(job), verdict: "fail", failure };
    line.answer({ kind: "recorded", record });
    await line.untilJob(4 + at);
  }
  const gaps = line.jobs.map(({ job }) => job.powerGapMs);
  expect(gaps).toEqual([undefined, undefined, undefined, undefined, undefined, 300]);
  expect(news).toContainEqual(
    expect.objectContaining({
      kind: "notice",
      level: "warning",
      text: "Supply default looks weak (F01 board-restarted, F02 board-restarted, F03 board-restarted): boards now come on 300 ms apart, not 150 ms. Call the engineer if it goes on",
    }),
  );
  for (const { job } of line.jobs.slice(3)) {
    line.answer({ kind: "recorded", record: passed(job) });
  }
  await lot;
});

test("a line that was stopped before it began powers no board", async () => {
  const line = standInLine({ W1: ["F01"] });
  const plan = await conduct(line, { serials: ["A"], signal: AbortSignal.abort() });
  expect(line.jobs).toEqual([]);
  expect(lotExitCode(plan)).toBe(130);
});

test("a board whose run a stopped line's worker never began is as it was", async () => {
  const stop = new AbortController();
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A", "B"], signal: stop.signal });
  const [first, second] = [await line.untilJob(1), await line.untilJob(2)];
  journal.endRun({ ...passed(first.job), verdict: "aborted" });
  stop.abort();
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ [first.job.serial]: "aborted", [second.job.serial]: null });
  expect(lotExitCode(plan)).toBe(130);
});

test("what a dead worker recorded counts, and it is sent no further board", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A", "B", "C"] });
  const [first, second] = [await line.untilJob(1), await line.untilJob(2)];
  journal.endRun(passed(first.job));
  line.endWorker("W1");
  await new Promise(setImmediate);
  line.answer({ kind: "recorded", record: passed(second.job) });
  const third = await line.untilJob(3);
  expect([third.worker, third.job.serial]).toEqual(["W2", "C"]);
  line.answer({ kind: "recorded", record: passed(third.job) });
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ A: "pass", B: "pass", C: "pass" });
  expect(lotExitCode(plan)).toBe(3);
});

test("a worker that vanishes and comes back is asked for what it was sent, and its board is run once", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  const first = await line.untilJob(1);
  line.loseWorker("W1");
  line.forgetAll();
  await new Promise(setImmediate);
  expect(line.jobs).toHaveLength(1);
  line.bringWorker("W1");
  const again = await line.untilJob(2);
  expect(again).toEqual(first);
  line.answer({ kind: "recorded", record: passed(first.job) });
  line.answer({ kind: "recorded", record: passed((await line.untilJob(3)).job) });
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ A: "pass", B: "pass" });
  expect(lotExitCode(plan)).toBe(0);
  const told = news.filter(({ kind }) => /^(worker|fixture-idle)/.test(kind));
  expect(told.map(({ kind }) => kind).slice(1, -1)).toEqual([
    "worker-lost",
    "fixture-idle",
    "worker-started",
  ]);
  expect(told[2]).toMatchObject({ fixture: "F01", reason: "station-away" });
});

test("a new worker for a dead one's fixtures brings the record of the run that was cut off, and the board is tried again", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  const jobs = [await line.untilJob(1), await line.untilJob(2)];
  const cut = jobs.find(({ worker }) => worker === "W1");
  const other = jobs.find(({ worker }) => worker === "W2");
  if (cut === undefined || other === undefined) throw new Error("two workers, two jobs");
  line.loseWorker("W1");
  line.answer({ kind: "recorded", record: passed(other.job) });
  const failure = { code: "interrupted" } as const;
  journal.endRun({ ...passed(cut.job), verdict: "error", failure });
  line.bringWorker("W1", { worker: "W3" });
  const again = await line.untilJob(3);
  expect(again).toMatchObject({ worker: "W3", job: { serial: cut.job.serial, attempt: 2 } });
  line.answer({ kind: "recorded", record: passed(again.job) });
  expect(lotExitCode(await lot)).toBe(0);
  expect(line.jobs).toHaveLength(3);
});

test("a fixture whose worker is just ending is not out: the board it did not take is run by the one after it", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  const { job } = await line.untilJob(1);
  line.answer({ kind: "refused", run: job.run, reason: WORKER_STOPPING });
  line.loseWorker("W1");
  line.bringWorker("W1", { worker: "W3" });
  for (const [at, serial] of ["A", "B"].entries()) {
    const next = await line.untilJob(2 + at);
    expect(next).toMatchObject({ worker: "W3", job: { serial, attempt: 1 } });
    line.answer({ kind: "recorded", record: passed(next.job) });
  }
  expect(lotExitCode(await lot)).toBe(0);
  expect(warnings().filter((text) => /not run/.test(text))).toEqual([]);
});

test("a worker that went while the line was opened is sent nothing, and the one that came in its place is", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  line.loseWorker("W1");
  line.bringWorker("W1", { worker: "W3" });
  const lot = conduct(line, { serials: ["A", "B"] });
  const jobs = [await line.untilJob(1), await line.untilJob(2)];
  expect(jobs.map(({ worker }) => worker).sort()).toEqual(["W2", "W3"]);
  for (const { job } of jobs) line.answer({ kind: "recorded", record: passed(job) });
  expect(lotExitCode(await lot)).toBe(0);
});

test("when the line's own Redis ends for good, nobody waits for a worker that was away by then", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  await line.untilJob(1);
  line.loseWorker("W1");
  line.endRedis("killed");
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ A: "error", B: null });
  expect(lotExitCode(plan)).toBe(3);
});

test("a worker of another journal is sent no run that its predecessor may have begun", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  await line.untilJob(1);
  line.loseWorker("W1");
  line.bringWorker("W1", { worker: "W3", journal: "station (/other)" });
  const next = await line.untilJob(2);
  expect(next).toMatchObject({ worker: "W3", job: { serial: "B" } });
  line.answer({ kind: "recorded", record: passed(next.job) });
  expect(outcomes(await lot)).toEqual({ A: "error", B: "pass" });
});

test("no job goes out before its simulated board lies in the nest, whatever is sent again meanwhile, or to whom", async () => {
  const line = standInLine({ W1: ["F01"] }, ["F01"]);
  const { asked, lay } = line.holdBoards();
  const lot = conduct(line, { serials: ["A"] });
  await asked;
  line.forgetAll();
  line.loseWorker("W1");
  line.bringWorker("W1", { worker: "W3" });
  await new Promise(setImmediate);
  expect(line.jobs).toEqual([]);
  lay();
  const { worker, job } = await line.untilJob(1);
  expect([worker, job.serial]).toEqual(["W3", "A"]);
  line.answer({ kind: "recorded", record: passed(job) });
  expect(lotExitCode(await lot)).toBe(0);
});

test("simulated nests whose simulator has died are out, and nobody waits for their ports to come back", async () => {
  const line = standInLine({ W1: ["F01", "F02"] }, ["F01"]);
  const lot = conduct(line, { serials: ["A", "B", "C"] });
  for (const fixture of ["F01", "F02"]) {
    line.report({ worker: "W1", news: { ...quietNest(fixture), ports: "here" } });
  }
  const { job } = await line.untilJob(1);
  const second = await line.untilJob(2);
  line.report({ worker: "W1", news: { ...quietNest("F01"), ports: "gone" } });
  line.endSimulator("killed");
  const failure = { code: "port-gone", port: "/dev/pts/7", reason: "unplugged" } as const;
  await new Promise(setImmediate);
  line.answer({ kind: "recorded", record: { ...passed(job), verdict: "error", failure } });
  line.answer({ kind: "recorded", record: passed(second.job) });
  const third = await line.untilJob(3);
  line.answer({ kind: "recorded", record: passed(third.job) });
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ A: "error", B: "pass", C: "pass" });
  expect(lotExitCode(plan)).toBe(3);
  expect(news).toContainEqual(
    expect.objectContaining({ kind: "notice", text: "The simulator of F01 has ended: killed" }),
  );
});

test("a worker that dies while the journal is out of order ends the lot and not the coordinator", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A"] });
  await line.untilJob(1);
  journal.close();
  line.endWorker("W1");
  expect(lotExitCode(await lot)).toBe(3);
});

test("a board whose run began in a worker's earlier life is nobody's in this sitting, and its record counts when it comes", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A", "B", "C"] });
  const [first, second] = [await line.untilJob(1), await line.untilJob(2)];
  line.answer({ kind: "refused", run: first.job.run, reason: BEGAN_BEFORE });
  line.answer({ kind: "recorded", record: passed(second.job) });
  const third = await line.untilJob(3);
  expect([third.worker, third.job.serial]).toEqual(["W2", "C"]);
  line.answer({ kind: "recorded", record: passed(first.job) });
  line.answer({ kind: "recorded", record: passed(third.job) });
  expect(outcomes(await lot)).toEqual({ A: "pass", B: "pass", C: "pass" });
  expect(line.jobs).toHaveLength(3);
});

test("a fixture at work for a sitting that was cut off is waited for, and then has the board", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A"] });
  const { job } = await line.untilJob(1);
  line.answer({ kind: "refused", run: job.run, reason: FIXTURE_BUSY });
  const again = await line.untilJob(2);
  expect(again.job).toMatchObject({ fixture: "F01", serial: "A", attempt: 1 });
  expect(again.job.run).not.toBe(job.run);
  line.answer({ kind: "recorded", record: passed(again.job) });
  expect(lotExitCode(await lot)).toBe(0);
  expect(warnings().filter((text) => text.includes("works for another lot"))).toHaveLength(1);
});

test("nothing is told of a run after its end", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A"] });
  const { job } = await line.untilJob(1);
  const { run, lot: id, serial, fixture, attempt } = job;
  const event = { run, lot: id, serial, fixture, attempt, at: "2026-03-01T08:00:00.000Z" };
  line.tell({ ...event, kind: "step-started", step: "release" });
  line.answer({ kind: "recorded", record: passed(job) });
  line.tell({ ...event, kind: "step-passed", step: "release", durationMs: 1, bytes: 0 });
  await lot;
  expect(news.filter((one) => "run" in one).map(({ kind }) => kind)).toEqual([
    "step-started",
    "run-ended",
  ]);
});

test("boards that had runs before are counted among those asked for", async () => {
  const line = standInLine({ W1: ["F01"] });
  const pass: EarlierRuns = { outcome: "pass", attempts: 1, first: "pass" };
  await conduct(line, {
    serials: ["B"],
    earlier: new Map([
      ["A", pass],
      ["B", { ...pass, first: "fail" }],
    ]),
  });
  expect(news).toContainEqual(
    expect.objectContaining({
      kind: "lot-started",
      ...{ boards: 1, passedBefore: 1, firstRunsBefore: { pass: 0, fail: 1 } },
    }),
  );
});

test("when the line's own Redis ends for good, the boards are called off and the station failed", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  const { job } = await line.untilJob(1);
  journal.endRun({ ...passed(job), verdict: "aborted" });
  line.endRedis("no space left on device");
  const plan = await lot;
  expect(line.isStopped).toBe(true);
  expect(outcomes(plan)).toEqual({ A: "aborted", B: null });
  expect(lotExitCode(plan)).toBe(3);
  expect(news).toContainEqual(
    expect.objectContaining({ kind: "notice", text: expect.stringContaining("no space left") }),
  );
});

test.each([
  [{ kind: "none" }, "The jig's wiring was never proven."],
  [{ kind: "unreadable" }, "The jig's mark of proven wiring cannot be read."],
  [{ kind: "other-wiring", mark: MARK }, "changed since it was proven (2026-01-02)."],
  [{ kind: "other-station", mark: MARK }, "proven at another station (line-9, 2026-01-02)."],
  [{ kind: "proven", mark: MARK }, undefined],
] as const)(
  "a jig of real nests with %j is started with a warning, or without",
  async (mark, words) => {
    news.length = 0;
    const line = standInLine({ W1: ["F01"] });
    await conduct(line, { serials: ["A"], mark, signal: AbortSignal.abort() });
    const notices = news.flatMap((event) => (event.kind === "notice" ? [event.text] : []));
    const about = notices.filter((text) => text.includes("flashline commission --jig jig.yaml"));
    expect(about).toEqual(words === undefined ? [] : [expect.stringContaining(words)]);
  },
);

test("a board starts by what its own worker tells of its lid, not by another's word", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A"], trigger: "switch" });
  const open = changeNest(quietNest("F01"), { lid: "open" });
  const closed = changeNest(open, { lid: "closed" });
  for (const news of [open, closed]) line.report({ worker: "W2", news });
  await new Promise(setImmediate);
  expect(line.jobs).toEqual([]);
  for (const news of [open, closed]) line.report({ worker: "W1", news });
  const { worker, job } = await line.untilJob(1);
  expect([worker, job.fixture, job.serial]).toEqual(["W1", "F01", "A"]);
  line.answer({ kind: "recorded", record: passed(job) });
  expect(lotExitCode(await lot)).toBe(0);
  const waits = news.filter((event) => event.kind === "fixture-waiting");
  expect(waits.map(({ fixture, awaits }) => `${fixture} ${awaits}`)).toEqual([
    "F01 button",
    "F01 lid",
  ]);
});

test("a fail waits for the operator's word, and for nobody's once the operator's screen is gone", async () => {
  const line = standInLine({ W1: ["F01"] });
  const { promise: operatorLeft, resolve: leave } = Promise.withResolvers<void>();
  const lot = conduct(line, { serials: ["A", "B", "C"], trigger: "operator", operatorLeft });
  const failure = { code: "no-link", attempts: 3, heard: 0 } as const;
  const fails = (job: RunJob) =>
    line.answer({ kind: "recorded", record: { ...passed(job), verdict: "fail", failure } });
  line.command({ kind: "start" });
  fails((await line.untilJob(1)).job);
  line.command({ kind: "retry", fixture: "F01" });
  line.command({ kind: "start" });
  line.command({ kind: "start" });
  fails((await line.untilJob(2)).job);
  leave();
  await new Promise(setImmediate);
  line.command({ kind: "start" });
  fails((await line.untilJob(3)).job);
  expect(outcomes(await lot)).toEqual({ A: "fail", B: "fail", C: "fail" });
  const told = news.flatMap((event) => {
    if (event.kind === "fixture-waiting") return [`${event.serial} ${event.awaits}`];
    if (event.kind === "result-cleared") return [`${event.serial} seen`];
    return event.kind === "command-refused" ? [`${event.command}: ${event.reason}`] : [];
  });
  expect(told).toEqual([
    "A key",
    "A acknowledge",
    "retry: retries-used",
    "A seen",
    "B key",
    "B acknowledge",
    "C key",
  ]);
});

test("locks, pauses and wrong scans are told with who asked, and nothing is sent", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A"], trigger: "operator", operatorLeft: never() });
  line.command({ kind: "lock", fixture: "F01", by: "Eva" });
  line.command({ kind: "scan", serial: "A" });
  line.command({ kind: "scan", serial: "Z" });
  line.command({ kind: "unlock", fixture: "F01" });
  line.command({ kind: "pause", by: "Eva" });
  line.command({ kind: "scan", serial: "A" });
  line.command({ kind: "resume" });
  line.command({ kind: "scan", serial: "F01" });
  await new Promise(setImmediate);
  expect(line.jobs).toEqual([]);
  line.command({ kind: "scan", serial: "A" });
  line.answer({ kind: "recorded", record: passed((await line.untilJob(1)).job) });
  expect(lotExitCode(await lot)).toBe(0);
  const told = news.filter(({ kind }) => /^(scan|fixture-(lock|unlock|chosen)|line)/.test(kind));
  expect(told.map(({ at: _, ...event }) => event)).toEqual([
    { kind: "fixture-locked", fixture: "F01", by: "Eva", why: "by hand", cause: "hand" },
    { kind: "scan-refused", serial: "A", reason: "locked", data: {} },
    { kind: "scan-refused", serial: "Z", reason: "unknown", data: {} },
    { kind: "fixture-unlocked", fixture: "F01", by: null },
    { kind: "line-paused", by: "Eva" },
    { kind: "scan-refused", serial: "A", reason: "paused", data: {} },
    { kind: "line-resumed", by: null },
    { kind: "fixture-chosen", fixture: "F01" },
    { kind: "fixture-chosen" },
  ]);
});

test("a journal in trouble shows in the station's health, keeps boards waiting, and the lot's end is still the last", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  const { job } = await line.untilJob(1);
  await until("the station's health", () => news.some(({ kind }) => kind === "station-health"));
  renameSync(folder, `${folder}-away`);
  line.answer({ kind: "recorded", record: passed(job) });
  const waits = { kind: "fixture-waiting", fixture: "F01", serial: "B", awaits: "journal" };
  expect(news).toContainEqual(expect.objectContaining(waits));
  expect(warnings()).toContain(
    "The journal of station (/data) cannot be opened: check the folder and its owner. No new board starts there, and boards at work keep their results until they are recorded. Put the data folder back: the line goes on by itself.",
  );
  renameSync(`${folder}-away`, folder);
  const second = await line.untilJob(2);
  expect(journal.record(job.run)?.verdict).toBe("pass");
  line.answer({ kind: "recorded", record: passed(second.job) });
  expect(lotExitCode(await lot)).toBe(0);
  const healths = news.flatMap((event) => (event.kind === "station-health" ? [event] : []));
  expect(healths.map((health) => health.journal)).toEqual(["good", "gone", "good"]);
  expect(news.at(-1)?.kind).toBe("lot-ended");
});

test("a worker whose journal takes no run is asked again by and by: its fixtures are not out", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A", "B"] });
  const [first, other] = [await line.untilJob(1), await line.untilJob(2)];
  const reason = "its journal takes no run now";
  line.answer({ kind: "refused", run: first.job.run, reason, trouble: "read-only" });
  const waits = { kind: "fixture-waiting", fixture: "F01", serial: "A", awaits: "journal" };
  expect(news).toContainEqual(expect.objectContaining(waits));
  expect(warnings().at(-1)).toMatch(
    /^The journal of station \(\/data\) cannot be written: it is read-only\./,
  );
  line.answer({ kind: "recorded", record: passed(other.job) });
  const again = await line.untilJob(3);
  expect(again.job).toMatchObject({ serial: "A", fixture: "F01", attempt: 1 });
  line.answer({ kind: "recorded", record: passed(again.job) });
  expect(lotExitCode(await lot)).toBe(0);
});

/** What may happen to a recipe and its image between two boards; `said`: how the lot's end is told, if it ends. */
const CHANGES: readonly (readonly [string, () => void, said: string | undefined])[] = [
  ["touched", () => utimesSync(join(folder, "app.uf2"), 1, 1), undefined],
  ["replaced by the same bytes", () => replace("app.uf2", APP), undefined],
  [
    "a byte longer",
    () => writeFileSync(join(folder, "app.uf2"), new Uint8Array(3001).fill(7)),
    `app.uf2: was changed while the lot ran: its SHA-256 was ${sha256Of(APP)}, now it is `,
  ],
  [
    "replaced by another image of its size",
    () => replace("app.uf2", new Uint8Array(3000).fill(8)),
    "app.uf2: was changed while the lot ran:",
  ],
  ["deleted", () => rmSync(join(folder, "app.uf2")), "app.uf2: does not exist."],
  ["its recipe edited", () => replace("plug.yaml", `${RECIPE}# \n`), "plug.yaml: was changed"],
  ["its recipe deleted", () => rmSync(join(folder, "plug.yaml")), "plug.yaml: does not exist."],
];

const replace = (name: string, content: string | Uint8Array): void => {
  writeFileSync(join(folder, "new"), content);
  renameSync(join(folder, "new"), join(folder, name));
};

test.each(CHANGES)("an image %s between two boards", async (_, change, said) => {
  const line = standInLine({ W1: ["F01", "F02"] });
  const lot = conduct(line, {
    serials: ["A", "B", "C", "D"],
    mark: { kind: "proven", mark: MARK },
  });
  const [first, second] = [await line.untilJob(1), await line.untilJob(2)];
  change();
  line.answer({ kind: "recorded", record: passed(first.job) });
  if (said === undefined) {
    const third = await line.untilJob(3);
    line.answer({ kind: "recorded", record: passed(third.job) });
    line.answer({ kind: "recorded", record: passed(second.job) });
    line.answer({ kind: "recorded", record: passed((await line.untilJob(4)).job) });
  } else {
    await until("the lot is closed", () => news.some(({ kind }) => kind === "notice"));
    line.answer({ kind: "recorded", record: passed(second.job) });
  }
  const plan = await lot;
  const left = said === undefined ? "pass" : null;
  expect(outcomes(plan)).toEqual({ A: "pass", B: "pass", C: left, D: left });
  expect(lotExitCode(plan)).toBe(said === undefined ? 0 : 3);
  expect(line.jobs).toHaveLength(said === undefined ? 4 : 2);
  const notices = news.flatMap((event) => (event.kind === "notice" ? [event.text] : []));
  expect(notices).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
  if (said === undefined) return;
  expect(notices[0]).toMatch(/Put the file back .* those at work finish/);
});

test("two serials that pass on boards with one MAC, each at its own host, end the lot in doubt, and each later sitting", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A", "B"], mark: { kind: "proven", mark: MARK } });
  const [first, second] = [await line.untilJob(1), await line.untilJob(2)];
  const mac = "c8478c000007";
  line.answer({ kind: "recorded", record: passed(first.job, mac) });
  line.answer({ kind: "recorded", record: passed(second.job, mac) });
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ A: "pass", B: "pass" });
  expect(lotExitCode(plan)).toBe(1);
  const notices = news.filter(({ kind }) => kind === "notice");
  expect(notices).toMatchObject([
    {
      level: "warning",
      fixture: second.job.fixture,
      text: expect.stringMatching(/[AB] both passed .* MAC c8:47:8c:00:00:07: .* Set both aside/),
    },
  ]);
  const end = { kind: "lot-ended", pass: 0, doubtful: 2, fail: 0, notRun: 0 };
  const twins = [{ mac, serials: expect.arrayContaining(["A", "B"]) }];
  expect(news.at(-1)).toMatchObject({ ...end, twins });

  const earlier = earlierRuns(journal, "L1");
  const again = await conduct(standInLine({ W1: ["F01"] }), { serials: ["A", "B"], earlier });
  expect(lotExitCode(again)).toBe(1);
  expect(news.at(-1)).toMatchObject({ ...end, twins });
});

test("copies of one dump, which all bear its MAC, are not said to be one board", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const lot = conduct(line, { serials: ["A", "B"], mark: { kind: "proven", mark: MARK } });
  const copiedMac = "c8478c000007";
  for (const { job } of [await line.untilJob(1), await line.untilJob(2)]) {
    line.answer({ kind: "recorded", record: { ...passed(job, copiedMac), copiedMac } });
  }
  expect(lotExitCode(await lot)).toBe(0);
  expect(warnings()).toEqual([]);
});

test("a serial that passed on another board in an earlier lot is told", async () => {
  const line = standInLine({ W1: ["F01"] });
  const lot = conduct(line, { serials: ["A"], mark: { kind: "proven", mark: MARK } });
  const { job } = await line.untilJob(1);
  journal.endRun(passed({ ...job, run: "EARLIER", lot: "L0" }, "c8478c000008"));
  line.answer({ kind: "recorded", record: passed(job, "c8478c000009") });
  await lot;
  const text = expect.stringMatching(/^A passed before on another board: MAC c8:47:8c:00:00:08;/);
  expect(news).toContainEqual(expect.objectContaining({ kind: "notice", level: "warning", text }));
});

test("an image that came to a worker as another one ends the lot, and its fixture is not blamed", async () => {
  const line = standInLine({ W1: ["F01", "F02"] });
  const lot = conduct(line, { serials: ["A", "B", "C"] });
  const [first, second] = [await line.untilJob(1), await line.untilJob(2)];
  const failure = { code: "image-changed", image: "a.uf2", expected: "00", found: "01" } as const;
  line.answer({ kind: "recorded", record: { ...passed(first.job), verdict: "error", failure } });
  line.answer({ kind: "recorded", record: passed(second.job) });
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ A: "error", B: "pass", C: null });
  expect(lotExitCode(plan)).toBe(3);
  expect(line.jobs).toHaveLength(2);
  expect(news).toContainEqual(
    expect.objectContaining({
      kind: "notice",
      text: expect.stringMatching(/^F01: Image a.uf2 has SHA-256 01, .* No more boards/),
    }),
  );
  expect(news.filter((event) => event.kind === "fixture-idle")).toEqual([]);
});

test("a fixture proves itself by hand: locked by a golden board's fail, asked again by name, then it takes boards", async () => {
  const line = standInLine({ W1: ["F01"] });
  const mustFail = { serial: "BAD", code: "wrong-chip" } as const;
  const check = { everyMs: 3_600_000, golden: "GOLD", mustFail };
  const lot = conduct(line, {
    ...{ serials: ["A"], trigger: "operator", operatorLeft: never() },
    proofs: [{ fixture: "F01", check, shown: new Map() }],
  });
  const start = async (count: number): Promise<RunJob> => {
    line.command({ kind: "start", fixture: "F01" });
    return (await line.untilJob(count)).job;
  };
  const fail = (job: RunJob, failure: RunRecord["failure"]): void =>
    line.answer({ kind: "recorded", record: { ...passed(job), verdict: "fail", failure } });

  const golden = await start(1);
  expect(golden).toMatchObject({ serial: "GOLD", purpose: "golden", attempt: 1 });
  fail(golden, { code: "no-link", attempts: 3, heard: 0 });
  line.command({ kind: "unlock", fixture: "F01" });
  line.command({ kind: "unlock", fixture: "F01", by: "Eva" });
  const again = await start(2);
  expect(again).toMatchObject({ serial: "GOLD", purpose: "golden", attempt: 2 });
  line.answer({ kind: "recorded", record: passed(again) });
  const bad = await start(3);
  expect(bad).toMatchObject({ serial: "BAD", purpose: "must-fail" });
  fail(bad, { code: "wrong-chip", expected: "BK7231N", found: "BK7231T" });
  const board = await start(4);
  expect(board.serial).toBe("A");
  expect(board).not.toHaveProperty("purpose");
  line.answer({ kind: "recorded", record: passed(board) });
  const plan = await lot;
  expect(outcomes(plan)).toEqual({ A: "pass" });
  expect(lotExitCode(plan)).toBe(0);
  const told = news.map(({ kind }) => kind).filter((kind) => /check|lock|prove|refused/.test(kind));
  expect(told).toEqual([
    ...["check-failed", "fixture-locked", "command-refused", "fixture-unlocked"],
    "fixture-proven",
  ]);
  const ends = news.filter((event) => event.kind === "run-ended");
  expect(ends.map(({ purpose }) => purpose)).toEqual(["golden", "golden", "must-fail", undefined]);
  expect(journal.records().map(({ purpose }) => purpose)).toEqual([
    ...["golden", "golden", "must-fail", "product"],
  ]);
});

test("a worker whose data folder is a copy of the line's is sent nothing: its runs would be no other journal's", async () => {
  const line = standInLine({ W1: ["F01"], W2: ["F02"] });
  const copy = { boot: "another", journalId: journal.head().journal };
  line.loseWorker("W1");
  line.bringWorker("W1", { worker: "W3", ...copy });
  const lot = conduct(line, { serials: ["A", "B"] });
  for (const at of [1, 2]) {
    const { worker, job } = await line.untilJob(at);
    expect(worker).toBe("W2");
    line.answer({ kind: "recorded", record: passed(job) });
  }
  expect(lotExitCode(await lot)).toBe(3);
});
