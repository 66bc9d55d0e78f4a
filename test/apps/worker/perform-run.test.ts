import { hash } from "node:crypto";
import { getEventListeners } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, performRun } from "../../../apps/worker/perform-run.ts";
import { openRateMemory } from "../../../libs/adapter-rates/open-rate-memory.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { RunJob } from "../../../libs/dispatch/messages.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { standingOf } from "../../../libs/handover/answer-questions.ts";
import { closeInterrupted } from "../../../libs/journal/close-interrupted.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalGate } from "../../../libs/journal/journal-gate.ts";
import { JOURNAL_FILE, openJournal } from "../../../libs/journal/open-journal.ts";
import {
  type ConnectedFixture,
  connectVirtualFixture,
} from "../../../libs/simulator/connect-virtual-fixture.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { BOARD_MAC, planOf } from "../../support/memory-bench.ts";
import { mountSmallDisk } from "../../support/small-disk.ts";
import { until } from "../../support/until.ts";
import { sampleJob } from "./sample-job.ts";

let folder: string;
let journal: Journal;
let fixture: ConnectedFixture;
let clock: VirtualClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "perform-run-"));
  journal = openJournal(folder, { mode: "write", busyMs: 20 });
  clock = new VirtualClock();
  const flash = buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: BOARD_MAC });
  fixture = connectVirtualFixture(new VirtualBoard({ chip: "bk7231n", clock, flash }), { clock });
});

afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const JOB = sampleJob({ file: "app.rbl", sha256: "bb", class: "app-rbl" });

const bench = (changes: Partial<Bench> = {}): Bench => ({
  station: "station",
  approval: "optional",
  program: "test",
  clock,
  journal,
  journalId: "HERE",
  gate: new JournalGate({ journal, dir: folder, runs: 1, tell: () => undefined }),
  abandon: live(),
  fixtures: new Map([["F01", { fixture, port: "memory" }]]),
  planFor: async () => ({ ok: true, plan: planOf("bk7231n", 7, 30_000) }),
  adapterOf: openRateMemory({ dataDir: folder, clock, onTrouble: () => undefined }),
  report: () => undefined,
  backupDir: join(folder, "backups"),
  boards: 1,
  ...changes,
});

const live = (): AbortSignal => new AbortController().signal;

test("a job is run, its record durable before it is answered", async () => {
  const answer = await performRun(bench(), JOB, live());
  expect(answer).toMatchObject({ kind: "recorded", record: { verdict: "pass", serial: "SN1" } });
  expect(journal.record("RUN1")).toEqual(answer.kind === "recorded" && answer.record);
});

test("a run that has ended is held by no signal of the worker", async () => {
  const signal = live();
  await performRun(bench(), JOB, signal);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("a job's wider gap is kept after its board powered up, the jig's own after the next", async () => {
  const gaps: number[] = [];
  const gate = { keepGap: (gapMs: number) => void gaps.push(gapMs) };
  const fixtures = new Map([["F01", { fixture, port: "memory", gate }]]);
  await performRun(bench({ fixtures }), { ...JOB, powerGapMs: 300 }, live());
  await performRun(bench({ fixtures }), { ...JOB, run: "RUN2" }, live());
  expect(gaps).toEqual([300, 0]);
});

const BACKED_UP: RunJob = {
  ...JOB,
  serial: "../SN 1:a",
  recipe: { ...JOB.recipe, backup: true },
};

test("a board's backup is what its flash was, under a name that no serial can lead astray", async () => {
  const before = fixture.board.flash.slice();
  const answer = await performRun(bench(), BACKED_UP, live());
  const file = join(folder, "backups", ".._SN_1_a-RUN1.bin");
  expect(answer).toMatchObject({
    record: { verdict: "pass", backup: { file, sha256: hash("sha256", before) } },
  });
  expect(readdirSync(join(folder, "backups"))).toEqual([".._SN_1_a-RUN1.bin"]);
  expect(Buffer.compare(readFileSync(file), before)).toBe(0);
});

test("a backup that has no place fails as the station's, the board untouched and off", async () => {
  writeFileSync(join(folder, "file"), "");
  const before = fixture.board.flash.slice();
  const backupDir = join(folder, "file", "backups");
  const answer = await performRun(bench({ backupDir }), BACKED_UP, live());
  expect(answer).toMatchObject({
    record: { verdict: "error", failure: { code: "backup-failed" }, backup: null, written: 0 },
  });
  expect(Buffer.compare(fixture.board.flash, before)).toBe(0);
  expect(fixture.edges.at(-1)?.to).toBe("off");
});

test("a board whose backup finds no room is not begun, and its fixture is fit", async () => {
  using disk = mountSmallDisk(join(folder, "small"), 1);
  if (disk === undefined) return;
  const backupDir = join(disk.folder, "not", "there", "yet");
  const answer = await performRun(bench({ backupDir }), BACKED_UP, live());
  expect(answer).toMatchObject({ kind: "refused", trouble: "no-backup-room" });
  expect(fixture.edges).toEqual([]);
  const unasked = await performRun(bench({ backupDir }), { ...JOB, run: "RUN2" }, live());
  expect(unasked).toMatchObject({ record: { verdict: "pass" } });
});

test("the same job again is answered with the same record and moves no relay", async () => {
  const first = await performRun(bench(), JOB, live());
  const clicks = fixture.edges.length;
  expect(await performRun(bench(), JOB, live())).toEqual(first);
  expect(fixture.edges.length).toBe(clicks);
});

test("a run that began in an earlier life of the worker is refused and moves no relay", async () => {
  const broken = bench({ planFor: () => new Promise(() => undefined) });
  void performRun(broken, JOB, live());
  expect(await performRun(bench(), JOB, live())).toMatchObject({ kind: "refused" });
  expect(fixture.edges).toEqual([]);
});

test("what breaks outside the run still ends it with a record", async () => {
  const planFor = async (): Promise<never> => {
    throw new Error("Redis \u001b[2J");
  };
  const answer = await performRun(bench({ planFor }), JOB, live());
  const failure = { code: "internal", reason: "Redis \\x1b[2J" };
  expect(answer).toMatchObject({ record: { verdict: "error", failure } });
  expect(journal.record("RUN1")).toMatchObject({ verdict: "error", failure });
  expect(fixture.edges).toEqual([]);
});

test("a worker that is stopped while it fetches the image records the run as aborted", async () => {
  const stop = new AbortController();
  const planFor = async (): Promise<never> => {
    stop.abort(new Error("Stopped by SIGTERM."));
    throw new Error("aborted");
  };
  await performRun(bench({ planFor }), JOB, stop.signal);
  expect(journal.record("RUN1")).toMatchObject({
    ...{ verdict: "aborted", failure: null },
    notes: ["Stopped by SIGTERM."],
  });
});

test("without a journal nothing is run, and the coordinator is told", async () => {
  journal.close();
  expect(await performRun(bench(), JOB, live())).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("journal"),
  });
  expect(fixture.edges).toEqual([]);
});

test("an image that changed on its way stops the run before power", async () => {
  const failure = { code: "image-changed", image: "app.rbl", expected: "bb", found: "cc" } as const;
  const answer = await performRun(
    bench({ planFor: async () => ({ ok: false, failure }) }),
    JOB,
    live(),
  );
  expect(answer).toMatchObject({ record: { verdict: "error", failure } });
  expect(fixture.edges).toEqual([]);
});

test("where approval is required, a recipe that nobody approved moves no relay and leaves no record", async () => {
  const strict = bench({ approval: "required" });
  expect(await performRun(strict, JOB, live())).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("not approved"),
  });
  expect(journal.startOf("RUN1")).toBeUndefined();
  expect(fixture.edges).toEqual([]);
  const approval = { by: "Ada", at: "2026-11-21T08:00:00.000Z" };
  const approved = { ...JOB, recipe: { ...JOB.recipe, approval } };
  const answer = await performRun(strict, approved, live());
  expect(answer).toMatchObject({ record: { verdict: "pass", approval } });
  expect(journal.startOf("RUN1")).toMatchObject({ approval });
});

test("a run that somebody closed meanwhile keeps that one end", async () => {
  const planFor = async (): Promise<never> => {
    closeInterrupted(journal, { station: "station", fixtures: ["F01"], now: new Date() });
    throw new Error("too late");
  };
  const answer = await performRun(bench({ planFor }), JOB, live());
  expect(answer).toMatchObject({ record: { failure: { code: "interrupted" } } });
});

test("a job for a fixture of somebody else, or after the stop, is refused", async () => {
  const elsewhere = { ...JOB, fixture: "F99" };
  expect(await performRun(bench(), elsewhere, live())).toMatchObject({ kind: "refused" });
  expect(await performRun(bench(), JOB, AbortSignal.abort())).toMatchObject({ kind: "refused" });
  expect(journal.openRuns()).toEqual([]);
});

test("a run for another journal is to be brought there, one for its own is not", async () => {
  await performRun(bench(), { ...JOB, journal: "LINE" }, live());
  await performRun(bench(), { ...JOB, run: "RUN2", journal: "HERE" }, live());
  expect(journal.handover.targets()).toEqual(["LINE"]);
  const brought = journal.handover.recordsAfter("LINE", 0, 10);
  expect(brought.map(({ record }) => record.run)).toEqual(["RUN1"]);
});

test("a run that was said not to have begun never begins", async () => {
  const parts = { journal, isAtWork: async () => true, now: () => "2026-03-01T08:00:00.000Z" };
  expect(await standingOf("RUN1", parts)).toBe("never-began");
  const answer = await performRun(bench(), JOB, live());
  expect(answer).toMatchObject({ kind: "refused", run: "RUN1" });
  expect(journal.startOf("RUN1")).toBeUndefined();
  const began = performRun(bench(), { ...JOB, run: "RUN2" }, live());
  expect(await standingOf("RUN2", parts)).toBe("running");
  expect(await standingOf("RUN2", { ...parts, isAtWork: async () => false })).toBe("cut-off");
  await began;
  expect(await standingOf("RUN2", parts)).toBe("ended");
});

/** Another program that has the journal to itself. */
const lockJournal = (): DatabaseSync => {
  const other = new DatabaseSync(join(folder, JOURNAL_FILE));
  other.exec("BEGIN IMMEDIATE");
  return other;
};

test("a job is not begun while its start could not be recorded, and says that its fixture is fit", async () => {
  const other = lockJournal();
  const station = bench();
  const answer = await performRun(station, JOB, live());
  expect(answer).toMatchObject({ kind: "refused", trouble: "locked" });
  expect(station.gate.look()).toBe("locked");
  expect(fixture.board.powered).toBe(false);
  other.close();
  expect(await performRun(station, JOB, live())).toMatchObject({ kind: "recorded" });
});

test("a run's record is kept until it is written, its board off meanwhile, and only then answered", async () => {
  let other: DatabaseSync | undefined;
  const report: Bench["report"] = ({ kind }) => {
    if (kind === "run-ended") other = lockJournal();
  };
  let answered = false;
  const running = performRun(bench({ report }), JOB, live()).then((answer) => {
    answered = true;
    return answer;
  });
  await until("the end of the run", () => other !== undefined);
  await new Promise(setImmediate);
  expect([answered, journal.record("RUN1"), fixture.board.powered]).toEqual([
    false,
    undefined,
    false,
  ]);
  other?.close();
  const answer = await running;
  expect(answer).toMatchObject({ kind: "recorded", record: { verdict: "pass" } });
  expect(journal.record("RUN1")).toEqual(answer.kind === "recorded" && answer.record);
});

test("a worker that ends before a record could be written says whose it is", async () => {
  let other: DatabaseSync | undefined;
  const report: Bench["report"] = ({ kind }) => {
    if (kind === "run-ended") other = lockJournal();
  };
  const given = AbortSignal.abort();
  await expect(performRun(bench({ report, abandon: given }), JOB, live())).rejects.toThrow(
    `SN1 ended in F01 as pass, and that could not be recorded: The journal in ${folder} was locked by another program for too long.`,
  );
  other?.close();
});
