import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { lotOf } from "./lot-of.ts";

const FAIL: Failure = { code: "no-link", attempts: 3, heard: 0 };
const GONE: Failure = { code: "port-gone", port: "/dev/ttyUSB0", reason: "unplugged" };
const INTERNAL: Failure = { code: "internal", reason: "a bug" };

test("auto: every ready fixture takes the next serial until none is left", () => {
  const lot = lotOf({});
  expect(lot.opened).toEqual([]);
  expect(lot.ready("F1")).toEqual(["F1 runs A #1"]);
  expect(lot.ready("F2")).toEqual(["F2 runs B #1"]);
  expect(lot.ready("F2")).toEqual([]);
  expect(lot.pass("F2", "B")).toEqual(["F2 runs C #1"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 idle: done"]);
  expect(lot.counts()).toEqual({ pass: 2, fail: 0, error: 0, aborted: 0, notRun: 1 });
  expect(lot.pass("F2", "C")).toEqual(["F2 idle: done", "finished"]);
  expect(lot.exit()).toBe(0);
});

test("a board that fails is tried again where it lies, as often as the recipe says", () => {
  const lot = lotOf({ fixtures: [{ id: "F1", retries: 2 }], serials: ["A", "B"] });
  lot.ready("F1");
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 runs A #2"]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 runs A #3"]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 runs B #1"]);
  expect(lot.breaks("F1", "B", FAIL)).toEqual(["F1 runs B #2"]);
  expect(lot.pass("F1", "B")).toEqual(["F1 idle: done", "finished"]);
  expect(lot.counts()).toMatchObject({ pass: 1, fail: 1 });
  expect(lot.exit()).toBe(1);
});

test.each<Failure>([
  { code: "wrong-chip", expected: "bk7231n", found: "bk7231t" },
  { code: "unknown-chip", fingerprint: "00000000", detail: "" },
  { code: "wrong-key", expected: "a", found: "b" },
  { code: "bootloader-mismatch", expected: "a", found: "b" },
  { code: "already-passed", mac: "c8478c000001", otherSerial: "Z" },
])("$code cannot be mended by another try", (failure) => {
  const lot = lotOf({});
  lot.ready("F1");
  expect(lot.breaks("F1", "A", failure)).toEqual(["F1 runs B #1"]);
});

test("a station error is tried again in place once", () => {
  const lot = lotOf({ fixtures: [{ id: "F1", retries: 5 }], serials: ["A"] });
  lot.ready("F1");
  expect(lot.breaks("F1", "A", INTERNAL)).toEqual(["F1 runs A #2"]);
  expect(lot.breaks("F1", "A", INTERNAL)).toEqual(["F1 idle: done", "finished"]);
  expect(lot.counts()).toMatchObject({ error: 1 });
  expect(lot.exit()).toBe(3);
});

test("an unfit fixture is taken out, and its board moves to another one, once", () => {
  const lot = lotOf({
    serials: ["A", "B"],
    fixtures: ["F1", "F2", "F3"].map((id) => ({ id, retries: 1 })),
  });
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.ready("F3")).toEqual(["F3 idle: done"]);
  expect(lot.breaks("F1", "A", GONE)).toEqual(["F1 idle: taken-out", "F3 runs A #2"]);
  expect(lot.breaks("F3", "A", GONE)).toEqual(["F3 idle: taken-out"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 idle: done", "finished"]);
  expect(lot.counts()).toMatchObject({ pass: 1, error: 1, notRun: 0 });
});

test("a station that lost a fixture says so even if every board passed", () => {
  const lot = lotOf({ serials: ["A"] });
  lot.ready("F1");
  lot.ready("F2");
  lot.breaks("F1", "A", GONE);
  expect(lot.pass("F2", "A")).toEqual(["F2 idle: done", "finished"]);
  expect(lot.counts()).toMatchObject({ pass: 1, error: 0 });
  expect(lot.exit()).toBe(3);
});

test("with no fixture left the lot ends and names what was not run", () => {
  const lot = lotOf({});
  lot.ready("F1");
  expect(lot.breaks("F1", "A", GONE)).toEqual(["F1 idle: taken-out"]);
  expect(lot.tell({ kind: "fixture-lost", fixture: "F2" })).toEqual([
    "F2 idle: worker-lost",
    "finished",
  ]);
  expect(lot.counts()).toEqual({ pass: 0, fail: 0, error: 1, aborted: 0, notRun: 2 });
  expect(lot.exit()).toBe(3);
});

test("a worker lost in a run: nobody else gets its board, the others go on, exit 3", () => {
  const lot = lotOf({});
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.tell({ kind: "fixture-lost", fixture: "F1" })).toEqual(["F1 idle: worker-lost"]);
  expect(lot.tell({ kind: "fixture-lost", fixture: "F1" })).toEqual([]);
  expect(lot.tell({ kind: "scan", serial: "A" })).toEqual(["refused A: unreported in F1"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 runs C #1"]);
  expect(lot.pass("F2", "C")).toEqual(["F2 idle: done", "finished"]);
  expect(lot.counts()).toMatchObject({ pass: 2, error: 1, notRun: 0 });
  expect(lot.exit()).toBe(3);
  // It was only cut off, and its verdict comes late.
  expect(lot.pass("F1", "A")).toEqual([]);
  expect(lot.counts()).toMatchObject({ pass: 3, error: 0 });
  expect(lot.exit()).toBe(3);
});

test("a job that was refused is no run: its board goes to another fixture as if new", () => {
  const lot = lotOf({ serials: ["A"] });
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.tell({ kind: "run-refused", fixture: "F1", serial: "A" })).toEqual([
    "F1 idle: taken-out",
    "F2 runs A #1",
  ]);
});

test("reports nobody waits for change nothing", () => {
  const lot = lotOf({});
  lot.ready("F1");
  expect(lot.pass("F2", "A")).toEqual([]);
  expect(lot.pass("F1", "B")).toEqual([]);
  expect(lot.pass("F9", "A")).toEqual([]);
  expect(lot.tell({ kind: "run-refused", fixture: "F2", serial: "A" })).toEqual([]);
  expect(lot.tell({ kind: "fixture-lost", fixture: "F9" })).toEqual([]);
  expect(lot.ready("F9")).toEqual([]);
  expect(lot.counts()).toMatchObject({ pass: 0, notRun: 3 });
});

test("operator: each fixture waits for its board, the key starts the first that waits", () => {
  const lot = lotOf({ trigger: "operator" });
  expect(lot.tell({ kind: "start" })).toEqual(["refused start of any: no-fixture"]);
  lot.ready("F2");
  expect(lot.ready("F1")).toEqual(["F1 waits for B"]);
  expect(lot.tell({ kind: "start" })).toEqual(["F1 runs B #1"]);
  expect(lot.tell({ kind: "start", fixture: "F1" })).toEqual(["refused start of F1: not-waiting"]);
  expect(lot.tell({ kind: "start", fixture: "F2" })).toEqual(["F2 runs A #1"]);
  expect(lot.breaks("F1", "B", FAIL)).toEqual(["F1 runs B #2"]);
  expect(lot.pass("F1", "B")).toEqual(["F1 waits for C"]);
  expect(lot.tell({ kind: "fixture-lost", fixture: "F1" })).toEqual(["F1 idle: worker-lost"]);
  expect(lot.pass("F2", "A")).toEqual(["F2 waits for C"]);
});

test("operator: a scanned serial starts where it is expected, else in the next fixture", () => {
  const lot = lotOf({ trigger: "operator", serials: ["A", "B", "C", "D"] });
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.tell({ kind: "scan", serial: "B" })).toEqual(["F2 runs B #1"]);
  expect(lot.tell({ kind: "scan", serial: "B" })).toEqual(["refused B: in-fixture in F2"]);
  expect(lot.tell({ kind: "scan", serial: "D" })).toEqual(["F1 runs D #1"]);
  expect(lot.tell({ kind: "scan", serial: "A" })).toEqual(["refused A: no-fixture"]);
  expect(lot.tell({ kind: "scan", serial: "Z" })).toEqual(["refused Z: unknown"]);
  expect(lot.tell({ kind: "scan", serial: "$(x)" })).toEqual(["refused $(x): malformed"]);
  expect(lot.pass("F1", "D")).toEqual(["F1 waits for A"]);
  expect(lot.tell({ kind: "scan", serial: "D" })).toEqual(["refused D: already-passed"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 waits for C"]);
});

test("operator: a board that failed can be asked for again while the lot is open", () => {
  const lot = lotOf({
    trigger: "operator",
    serials: ["A", "B"],
    fixtures: ["F1", "F2"].map((id) => ({ id, retries: 0 })),
  });
  lot.ready("F1");
  lot.ready("F2");
  lot.tell({ kind: "start" });
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["F1 idle: done"]);
  lot.tell({ kind: "start" });
  expect(lot.tell({ kind: "scan", serial: "A" })).toEqual(["F1 runs A #2"]);
  lot.pass("F2", "B");
  expect(lot.pass("F1", "A")).toEqual(["F1 idle: done", "finished"]);
  expect(lot.exit()).toBe(0);
});

test("scanned lot: any new serial starts, the operator ends it", () => {
  const earlier = new Map([["OLD", { outcome: "pass", attempts: 1, first: "pass" } as const]]);
  const lot = lotOf({ serials: "scan", trigger: "operator", earlier });
  expect(lot.ready("F1")).toEqual(["F1 waits for a scan"]);
  lot.ready("F2");
  expect(lot.tell({ kind: "start" })).toEqual(["refused start of F1: scan"]);
  expect(lot.tell({ kind: "scan", serial: "X1" })).toEqual(["F1 runs X1 #1"]);
  expect(lot.tell({ kind: "scan", serial: "OLD" })).toEqual(["refused OLD: already-passed"]);
  expect(lot.tell({ kind: "scan", serial: "X2" })).toEqual(["F2 runs X2 #1"]);
  expect(lot.pass("F1", "X1")).toEqual(["F1 waits for a scan"]);
  // Its board can be moved by hand: a scan says where it lies now.
  expect(lot.breaks("F2", "X2", GONE)).toEqual(["F2 idle: taken-out"]);
  expect(lot.tell({ kind: "scan", serial: "X2" })).toEqual([
    "F2 shows X2 no more: scan",
    "F1 runs X2 #2",
  ]);
  lot.pass("F1", "X2");
  expect(lot.counts()).toEqual({ pass: 3, fail: 0, error: 0, aborted: 0, notRun: null });
  expect(lot.tell({ kind: "stop" })).toEqual(["finished"]);
  // A fixture was taken out; every board passed.
  expect(lot.exit()).toBe(3);
});

test("scanned lot: ended with no board at work it ends by its verdicts, not as stopped", () => {
  const lot = lotOf({ serials: "scan", trigger: "operator" });
  lot.ready("F1");
  lot.tell({ kind: "scan", serial: "X1" });
  lot.pass("F1", "X1");
  expect(lot.tell({ kind: "stop" })).toEqual(["finished"]);
  expect(lot.exit()).toBe(0);
});

test("stop: running boards are called off, nothing new starts, the rest is not run", () => {
  const lot = lotOf({ trigger: "operator" });
  lot.ready("F1");
  lot.ready("F2");
  lot.tell({ kind: "start", fixture: "F1" });
  expect(lot.tell({ kind: "stop" })).toEqual(["F1 aborts A"]);
  expect(lot.tell({ kind: "stop" })).toEqual([]);
  expect(lot.tell({ kind: "start" })).toEqual(["refused start of any: no-fixture"]);
  expect(lot.tell({ kind: "scan", serial: "B" })).toEqual(["refused B: stopping"]);
  expect(lot.abort("F1", "A")).toEqual(["finished"]);
  expect(lot.counts()).toEqual({ pass: 0, fail: 0, error: 0, aborted: 1, notRun: 2 });
  expect(lot.exit()).toBe(130);
  expect(lot.ready("F1")).toEqual([]);
});

test("a scan while the lot stops starts nothing, though a fixture has nothing to do", () => {
  const lot = lotOf({
    serials: ["A", "B"],
    fixtures: [
      { id: "F1", retries: 0 },
      { id: "F2", retries: 0 },
    ],
  });
  lot.ready("F1");
  lot.ready("F2");
  lot.breaks("F2", "B", FAIL);
  lot.tell({ kind: "stop" });
  expect(lot.tell({ kind: "scan", serial: "B" })).toEqual(["refused B: stopping"]);
});

test("a board that fails while the lot stops is not tried again", () => {
  const lot = lotOf({});
  lot.ready("F1");
  lot.tell({ kind: "stop" });
  expect(lot.breaks("F1", "A", FAIL)).toEqual(["finished"]);
});

test("a board the operator aborted is not tried again by itself; exit 1 without a stop", () => {
  const lot = lotOf({ serials: ["A"] });
  lot.ready("F1");
  expect(lot.abort("F1", "A")).toEqual(["F1 idle: done", "finished"]);
  expect(lot.exit()).toBe(1);
});

test("taken up again: what passed stays, the rest is run with the next attempt's number", () => {
  const earlier = new Map([
    ["A", { outcome: "pass", attempts: 2, first: "pass" } as const],
    ["B", { outcome: "error", attempts: 2, first: "error" } as const],
    ["STRANGER", { outcome: "fail", attempts: 1, first: "fail" } as const],
  ]);
  const lot = lotOf({ earlier });
  expect(lot.counts()).toEqual({ pass: 1, fail: 0, error: 1, aborted: 0, notRun: 1 });
  expect(lot.ready("F1")).toEqual(["F1 runs B #3"]);
  expect(lot.pass("F1", "B")).toEqual(["F1 runs C #1"]);
  expect(lot.pass("F1", "C")).toEqual(["F1 idle: done", "finished"]);
});

test("a lot that has passed already is finished before any fixture is ready", () => {
  const lot = lotOf({
    serials: ["A"],
    earlier: new Map([["A", { outcome: "pass", attempts: 1, first: "pass" }]]),
  });
  expect(lot.opened).toEqual(["finished"]);
  expect(lot.exit()).toBe(0);
});

test("a closed lot gives out no more boards, lets running ones finish, and is the station's failure", () => {
  const lot = lotOf({ serials: ["A", "B", "C", "D"] });
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.tell({ kind: "close" })).toEqual([]);
  expect(lot.breaks("F1", "A", FAIL)).toEqual([]);
  expect(lot.tell({ kind: "close" })).toEqual([]);
  expect(lot.tell({ kind: "scan", serial: "D" })).toEqual(["refused D: closed"]);
  expect(lot.pass("F2", "B")).toEqual(["finished"]);
  expect(lot.counts()).toEqual({ pass: 1, fail: 1, error: 0, aborted: 0, notRun: 2 });
  expect(lot.exit()).toBe(3);
});

test("a run of a closed lot that was not sent is none, and its fixture is fit", () => {
  const lot = lotOf({ serials: ["A"] });
  expect(lot.ready("F1")).toEqual(["F1 runs A #1"]);
  expect(lot.tell({ kind: "close" })).toEqual([]);
  expect(lot.tell({ kind: "run-withheld", fixture: "F1", serial: "A" })).toEqual([
    "F1 idle: done",
    "finished",
  ]);
  expect(lot.counts()).toMatchObject({ error: 0, notRun: 1 });
  expect(lot.exit()).toBe(3);
});

test("an image that is not what was ordered closes the lot; what waits for the operator is taken back", () => {
  const changed = { code: "image-changed", image: "a.uf2", expected: "00", found: "01" } as const;
  const lot = lotOf({ trigger: "operator" });
  lot.ready("F1");
  lot.ready("F2");
  lot.tell({ kind: "start", fixture: "F1" });
  expect(lot.breaks("F1", "A", changed)).toEqual(["F2 idle: done", "finished"]);
  expect(lot.tell({ kind: "start", fixture: "F2" })).toEqual([]);
  expect(lot.counts()).toMatchObject({ error: 1, notRun: 2 });
  expect(lot.exit()).toBe(3);
});

test("a board whose values are missing is left out, and its nest takes the next", () => {
  const lot = lotOf({ serials: ["A", "B"] });
  expect(lot.ready("F1")).toEqual(["F1 runs A #1"]);
  expect(lot.tell({ kind: "run-skipped", fixture: "F1", serial: "A" })).toEqual(["F1 runs B #1"]);
  expect(lot.tell({ kind: "run-skipped", fixture: "F1", serial: "A" })).toEqual([]);
  lot.tell({ kind: "run-ended", fixture: "F1", serial: "B", outcome: "pass", failure: null });
  expect(lot.counts()).toMatchObject({ pass: 1, notRun: 1 });
  expect(lot.exit()).toBe(3);
});
