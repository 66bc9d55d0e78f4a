import fc from "fast-check";
import { expect, test } from "vitest";
import {
  jobAnswerSchema,
  operatorCommandSchema,
  runJobSchema,
  sentJobSchema,
  signOfLifeSchema,
} from "../../../libs/dispatch/message-schemas.ts";
import { parseMessage } from "../../../libs/dispatch/parse-message.ts";
import { runEventSchema, runRecordSchema } from "../../../libs/dispatch/run-schemas.ts";
import { stationEventSchema } from "../../../libs/dispatch/station-event-schema.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import { quietNest } from "../../../libs/station/nest-news.ts";
import type { OperatorCommand, StationEvent } from "../../../libs/station/station-event.ts";
import { sampleUnbrick } from "../journal/sample-records.ts";
import { makeAnswer, makeHello, makeJob, makeProgress, makeRecord } from "./samples.ts";

const SCHEMAS = [
  jobAnswerSchema,
  operatorCommandSchema,
  runEventSchema,
  runJobSchema,
  sentJobSchema,
  signOfLifeSchema,
  stationEventSchema,
];

const job = makeJob();
const record = makeRecord(job);
const at = "2026-03-01T08:00:00.000Z";
const { run, lot, serial, fixture, attempt } = job;
const event = { run, lot, serial, fixture, attempt, at };

const FAILURES: readonly Failure[] = [
  { code: "no-link", attempts: 3, heard: 0 },
  { code: "link-lost", step: "write", command: "write-sector", address: 0x11000 },
  { code: "link-lost", step: "link", command: "link-check" },
  { code: "protected", address: 0x11000, statusRegister: 0x407c },
  { code: "verify-mismatch", address: 0, length: 4096, expected: "00", found: "ff" },
  { code: "port-gone", port: "/dev/ttyUSB0", reason: "unplugged" },
  { code: "interrupted" },
];

const isLotStart = (sent: StationEvent) => sent.kind === "lot-started";

const EVENTS: readonly StationEvent[] = [
  makeProgress(job, 50),
  { ...event, kind: "run-started", chip: "bk7231n", recipe: "smart-plug", port: "/dev/ttyUSB0" },
  { ...event, kind: "board-linked", baud: 921_600 },
  { ...event, kind: "step-passed", step: "erase", durationMs: 12.25, bytes: 4096 },
  { ...event, kind: "log-lines", lines: ["V:BK7231N_1.0.1", "J 0x10000"] },
  { ...event, kind: "run-ended", verdict: "pass", failure: null, durationMs: 1 },
  { at, kind: "worker-lost", worker: "W", pid: 1, fixtures: ["F01"] },
  {
    ...{ at, kind: "fixture-waiting", fixture: "F01", serial: "GOLD-1", awaits: "elsewhere" },
    purpose: "golden",
  },
  { at, kind: "fixture-proven", fixture: "F01" },
  {
    ...{ at, kind: "check-failed", fixture: "F01", purpose: "must-fail", serial: "BAD-1" },
    ...{ outcome: "pass", code: null, expected: "wrong-chip" },
  },
  {
    at,
    kind: "lot-started",
    lot: "L1",
    session: "S1",
    station: "line-2",
    recipe: "smart-plug",
    recipeSha256: "04".repeat(32),
    approvals: [{ recipe: "smart-plug", approval: { by: "Ada", at } }],
    operator: null,
    fixtures: ["F01"],
    trigger: "auto",
    boards: null,
    passedBefore: 0,
    numericSerials: [3],
  },
  { at, kind: "fixture-waiting", fixture: "F01", serial: null, awaits: "scan" },
  {
    at,
    kind: "fixture-waiting",
    fixture: "F01",
    serial: "SN1",
    awaits: "acknowledge",
    retry: "by-hand",
  },
  { at, kind: "result-cleared", fixture: "F01", serial: "SN1", by: "removal" },
  { at, kind: "fixture-chosen", fixture: "F01" },
  { at, kind: "fixture-chosen" },
  { at, kind: "fixture-locked", fixture: "F01", by: null, why: "by hand" },
  { at, kind: "fixture-unlocked", fixture: "F01", by: "Eva" },
  { at, kind: "line-paused", by: "Eva" },
  { at, kind: "line-resumed", by: null },
  {
    at,
    kind: "scan-refused",
    serial: "\u001b[2J",
    reason: "malformed",
    data: { form: "SN[0-9]{6}" },
  },
  { at, kind: "scan-refused", serial: "SN1", fixture: "F02", reason: "in-fixture", data: {} },
  { at, kind: "command-refused", command: "retry", fixture: "F01", reason: "set-aside" },
  { at, kind: "identities-left", pool: "macs", left: 7 },
  { at, kind: "station-health", journal: "good", disk: "low", redis: "up" },
  { at, kind: "fixture-idle", fixture: "F01", reason: "done" },
  { at, kind: "fixture-idle", fixture: "F01", reason: "ports-gone" },
  { at, kind: "notice", level: "info", text: "Redis is away" },
  { at, kind: "notice", level: "warning", text: "no such serial", fixture: "F01" },
  {
    at,
    kind: "lot-ended",
    lot: "L1",
    stopped: false,
    durationMs: 5,
    pass: 1,
    fail: 0,
    error: 0,
    aborted: 0,
    notRun: null,
    doubtful: 2,
    twins: [{ mac: "c8478c000007", serials: ["SN1", "SN2"] }],
  },
];

test("a check board's job, events and record arrive as they were", () => {
  const check = makeJob({ purpose: "golden" });
  expect(parseMessage(runJobSchema, JSON.stringify(check))).toEqual(check);
  const told = { ...makeProgress(check, 5), purpose: "golden" };
  expect(parseMessage(stationEventSchema, JSON.stringify(told))).toEqual(told);
  const proof = makeRecord(check);
  expect(parseMessage(runRecordSchema, JSON.stringify(proof))).toEqual(proof);
});

test("a record of schema 3, which knew products alone, is completed, and so is one of before unbricks", () => {
  const { purpose: _, unbrick: __, ...old } = { ...record, schema: 3 };
  expect(parseMessage(runRecordSchema, JSON.stringify(old))).toEqual({
    ...{ ...old, purpose: "product", unbrick: null },
  });
  const checked = { ...old, schema: 4, purpose: "golden" };
  expect(parseMessage(runRecordSchema, JSON.stringify(checked))).toEqual({
    ...{ ...checked, unbrick: null },
  });
});

test("the record of an unbrick arrives as it was", () => {
  const unbrick = sampleUnbrick();
  expect(parseMessage(runRecordSchema, JSON.stringify(unbrick))).toEqual(unbrick);
});

test("what is sent arrives as it was", () => {
  expect(parseMessage(runJobSchema, JSON.stringify(job))).toEqual(job);
  const sent = { ...job, lease: Date.now() };
  expect(parseMessage(sentJobSchema, JSON.stringify(sent))).toEqual(sent);
  const sign = { hello: makeHello(), leases: { F01: 7 }, nests: [quietNest("F01")] };
  expect(parseMessage(signOfLifeSchema, JSON.stringify(sign))).toEqual(sign);
  expect(parseMessage(jobAnswerSchema, JSON.stringify(makeAnswer(job)))).toEqual(makeAnswer(job));
});

test.each(EVENTS)("event $kind arrives as it was", (sent) => {
  expect(parseMessage(stationEventSchema, JSON.stringify(sent))).toEqual(sent);
});

const COMMANDS: readonly OperatorCommand[] = [
  { kind: "start" },
  { kind: "start", fixture: "F01" },
  { kind: "scan", serial: "x".repeat(1000) },
  { kind: "acknowledge" },
  { kind: "acknowledge", fixture: "F01" },
  { kind: "retry", fixture: "F01" },
  { kind: "lock", fixture: "F01", by: "Eva" },
  { kind: "unlock", fixture: "F01" },
  { kind: "pause", by: "Eva" },
  { kind: "resume" },
  { kind: "stop" },
];

test.each(COMMANDS)("command %j arrives as it was", (sent) => {
  expect(parseMessage(operatorCommandSchema, JSON.stringify(sent))).toEqual(sent);
});

test("what an older coordinator leaves out of a lot's start is not missed", () => {
  const { station: _station, recipeSha256: _hash, ...old } = EVENTS.find(isLotStart) ?? {};
  expect(parseMessage(stationEventSchema, JSON.stringify(old))).toMatchObject({
    ...{ kind: "lot-started", station: null, recipeSha256: null },
  });
});

test.each(FAILURES)("failure $code arrives as it was", (failure) => {
  const failed = { ...record, verdict: "fail", failure };
  expect(parseMessage(runRecordSchema, JSON.stringify(failed))).toEqual(failed);
});

test.each([
  ["a record of another schema", jobAnswerSchema, { ...makeAnswer(job), record: { schema: 0 } }],
  ["a code nobody knows", runRecordSchema, { ...record, failure: { code: "gremlins" } }],
  ["a chip nobody knows", runJobSchema, { ...job, recipe: { ...job.recipe, chip: "esp32" } }],
  ["a path in place of a hash", runJobSchema, withImageHash("../../../etc/passwd")],
  ["a gap between boards that is no time", runJobSchema, { ...job, powerGapMs: -1 }],
  ["a job without a session", runJobSchema, { ...job, session: undefined }],
  ["a job for nobody's number", sentJobSchema, job],
  ["a command nobody knows", operatorCommandSchema, { kind: "flash-all" }],
  ["a retry of nothing", operatorCommandSchema, { kind: "retry" }],
  ["an endless scan", operatorCommandSchema, { kind: "scan", serial: "x".repeat(1001) }],
  ["an endless name", operatorCommandSchema, { kind: "start", fixture: "x".repeat(201) }],
  [
    "a flood of log lines",
    stationEventSchema,
    { ...event, kind: "log-lines", lines: ["x".repeat(10_000)] },
  ],
  [
    "a wire in a state nobody knows",
    signOfLifeSchema,
    { hello: makeHello(), leases: {}, nests: [{ ...quietNest("F01"), lid: "ajar" }] },
  ],
  ["a time that is none", stationEventSchema, { ...EVENTS[0], at: "yesterday" }],
])("refuses %s", (_name, schema, payload) => {
  expect(parseMessage<unknown>(schema, JSON.stringify(payload))).toBeUndefined();
});

function withImageHash(sha256: string) {
  return { ...job, recipe: { ...job.recipe, images: [{ file: "app.uf2", sha256 }] } };
}

test("no text makes a reader throw", () => {
  const text = fc.oneof(fc.string(), fc.json(), fc.constantFrom("null", "{", '{"kind":{}}'));
  fc.assert(
    fc.property(text, fc.constantFrom(...SCHEMAS), (message, schema) => {
      parseMessage<unknown>(schema, message);
    }),
  );
});

test("no text is looked at that is absurdly long", () => {
  const padded = JSON.stringify({ kind: "stop" }) + " ".repeat(5 * 1024 * 1024);
  expect(parseMessage(operatorCommandSchema, padded)).toBeUndefined();
});
