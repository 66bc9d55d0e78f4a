import { ulid } from "ulid";
import type { JobAnswer, RunJob, WorkerHello } from "../../../libs/dispatch/messages.ts";
import type { DispatchTimings } from "../../../libs/dispatch/timings.ts";
import { PROTOCOL } from "../../../libs/dispatch/version.ts";
import type { RunEvent } from "../../../libs/run/run-event.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import type { NestNews } from "../../../libs/station/nest-news.ts";

/** As on the line, only quicker. */
export const QUICK: DispatchTimings = {
  heartbeatMs: 100,
  lifeMs: 1500,
  graceMs: 400,
  lockMs: 60_000,
  progressMs: 250,
  openMs: 5000,
  farewellMs: 300,
};

/** A hang limit: BullMQ pauses for five seconds after some errors. */
export const PATIENT = { timeout: 20_000 };

const AT = "2026-03-01T08:00:00.000Z";

/** A job for fixture F01, changed as the test wants it. */
export const makeJob = (change: Partial<RunJob> = {}): RunJob => ({
  run: ulid(),
  session: "S1",
  lot: "L1",
  serial: "SN001",
  fixture: "F01",
  attempt: 1,
  operator: null,
  recipe: {
    recipe: "smart-plug",
    sha256: "ab".repeat(32),
    chip: "bk7231n",
    baud: 921_600,
    images: [{ file: "app.uf2", sha256: "cd".repeat(32), class: "uf2" }],
    approval: { by: "ann", at: AT },
    bootloader: "keep",
    overwrite: ["kv"],
    clone: false,
    backup: false,
    write: "all",
    verify: "crc",
    protect: false,
    calibration: "required",
    boot: { on: "log", expect: ["V:BK7231N_"], never: [], withinMs: 5000 },
    retries: 1,
    linkAttempts: 3,
  },
  ...change,
});

/** What a job that passed leaves behind. */
export const makeRecord = (job: RunJob): RunRecord => ({
  run: job.run,
  lot: job.lot,
  serial: job.serial,
  fixture: job.fixture,
  attempt: job.attempt,
  schema: 5,
  purpose: job.purpose ?? "product",
  startedAt: AT,
  station: "pc-1",
  port: "/dev/ttyUSB0",
  operator: job.operator,
  recipe: { name: job.recipe.recipe, sha256: job.recipe.sha256 },
  approval: job.recipe.approval,
  images: job.recipe.images.map(({ file, sha256 }) => ({ file, sha256 })),
  program: "0.1.0",
  endedAt: AT,
  recorded: "whole",
  copiedMac: null,
  verdict: "pass",
  failure: null,
  board: {
    chip: "bk7231n",
    chipId: "7231c",
    bootloader: null,
    fingerprint: "01020304",
    flashId: "eb6015",
    flashBytes: 2_097_152,
    mac: "c8478c000001",
  },
  steps: [{ step: "link", startedAt: AT, durationMs: 12.5, bytes: 0, retries: 0 }],
  baud: 921_600,
  linkAttempts: 1,
  backup: { file: "/backups/SN001.bin", sha256: "ef".repeat(32) },
  written: 4096,
  recoveries: [{ step: "link", kind: "rate-lowered", count: 1 }],
  crcs: [{ address: 0x11000, length: 4096, host: "01020304", chip: "01020304" }],
  identity: null,
  unbrick: null,
  notes: [],
  bootLog: "V:BK7231N_1.0.1",
});

/** The answer of a job that passed. */
export const makeAnswer = (job: RunJob): JobAnswer => ({
  kind: "recorded",
  record: makeRecord(job),
});

/** A worker with fixtures F01 and F02. */
export const makeHello = (change: Partial<WorkerHello> = {}): WorkerHello => ({
  worker: ulid(),
  station: "pc-1",
  jig: "line-a",
  pid: process.pid,
  program: "0.1.0",
  life: "standalone",
  journal: "pc-1 (/data)",
  fixtures: ["F01", "F02"],
  ...change,
});

/** The number under which a stand-in worker has each of its fixtures. */
export const LEASE = 7;

/** A worker's sign of life, as it stands in Redis. */
export const makeSign = (hello: WorkerHello, nests: readonly NestNews[] = []): string => {
  const leases = Object.fromEntries(hello.fixtures.map((fixture) => [fixture, LEASE]));
  return JSON.stringify({ protocol: PROTOCOL, hello, leases, nests });
};

/** Progress of a job's run. */
export const makeProgress = (job: RunJob, done: number): RunEvent => ({
  run: job.run,
  lot: job.lot,
  serial: job.serial,
  fixture: job.fixture,
  attempt: job.attempt,
  at: AT,
  kind: "step-progress",
  step: "write",
  done,
  total: 100,
});

/** Resolves with the first value that a registration tells and that fits. */
export const firstOf = <T>(
  register: (listener: (value: T) => void) => Disposable,
  fits: (value: T) => boolean = () => true,
): Promise<T> =>
  new Promise((resolve) => {
    const registration = register((value) => {
      if (!fits(value)) return;
      registration[Symbol.dispose]();
      resolve(value);
    });
  });
