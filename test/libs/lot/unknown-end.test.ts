import { expect, test } from "vitest";
import { lotOf } from "./lot-of.ts";

const unknown = new Map([["B", { run: "R1", fixture: "F2", station: "line-b" }]]);
const heard = (standing: "running" | "silent") =>
  ({ kind: "run-heard-of", serial: "B", run: "R1", standing }) as const;
const neverBegan = (attempts: number) =>
  ({ kind: "run-heard-of", serial: "B", run: "R1", standing: "never-began", attempts }) as const;
const fails = { code: "no-link", attempts: 3, heard: 0 } as const;

test("a board that may be at work by an earlier sitting's run is given to nobody, and its nest takes no other", () => {
  const lot = lotOf({ unknown });
  expect(lot.ready("F1")).toEqual(["F1 runs A #1"]);
  expect(lot.ready("F2")).toEqual(["F2 waits for B: report"]);
  expect(lot.pass("F1", "A")).toEqual(["F1 runs C #1"]);
  expect(lot.pass("F1", "C")).toEqual(["F1 idle: done"]);
  expect(lot.tell(heard("running"))).toEqual([]);
  expect(lot.pass("F2", "B")).toEqual(["F2 idle: done", "finished"]);
  expect(lot.counts()).toEqual({ pass: 3, fail: 0, error: 0, aborted: 0, notRun: 0 });
  expect(lot.exit()).toBe(0);
});

test("one whose run ended otherwise has its chances again, under the next number", () => {
  const earlier = new Map([["B", { outcome: null, attempts: 2, first: null }]]);
  const lot = lotOf({ serials: ["B"], unknown, earlier });
  lot.ready("F1");
  lot.tell(heard("running"));
  expect(lot.breaks("F2", "B", fails)).toEqual(["F1 runs B #3"]);
});

test("one whose run never began is as it was before, and its number is free again", () => {
  const earlier = new Map([["B", { outcome: "fail", attempts: 2, first: "fail" } as const]]);
  const lot = lotOf({ serials: ["B"], unknown, earlier });
  lot.ready("F1");
  expect(lot.counts()).toMatchObject({ fail: 0, notRun: 0, unknown: 1 });
  expect(lot.tell(neverBegan(1))).toEqual(["F1 runs B #2"]);
});

test("nobody waits for a station that says nothing: the lot ends without its board, and not well", () => {
  const lot = lotOf({ unknown });
  lot.ready("F1");
  lot.ready("F2");
  lot.pass("F1", "A");
  lot.pass("F1", "C");
  expect(lot.tell(heard("silent"))).toEqual(["F2 idle: done", "finished"]);
  expect(lot.counts()).toEqual({ pass: 2, fail: 0, error: 0, aborted: 0, notRun: 0, unknown: 1 });
  expect(lot.exit()).toBe(3);
  expect(lot.pass("F2", "B")).toEqual([]);
  expect(lot.counts()).toEqual({ pass: 3, fail: 0, error: 0, aborted: 0, notRun: 0 });
});

test("its nest takes other boards where the station is silent, and it is refused by name when it is scanned", () => {
  const lot = lotOf({ serials: "scan", unknown });
  lot.ready("F2");
  expect(lot.tell({ kind: "scan", serial: "B" })).toEqual(["refused B: unreported in F2"]);
  expect(lot.tell({ kind: "scan", serial: "F2" })).toEqual(["refused F2: running in F2"]);
  lot.tell(heard("silent"));
  expect(lot.tell({ kind: "scan", serial: "B" })).toEqual(["refused B: unreported in F2"]);
  expect(lot.tell({ kind: "scan", serial: "X" })).toEqual(["F2 runs X #1"]);
});

test("a board that passed after all is not run again, unless it is at work already", () => {
  const lot = lotOf({});
  lot.ready("F1");
  expect(lot.tell({ kind: "late-pass", serial: "A" })).toEqual([]);
  expect(lot.tell({ kind: "late-pass", serial: "B" })).toEqual([]);
  expect(lot.pass("F1", "A")).toEqual(["F1 runs C #1"]);
  lot.pass("F1", "C");
  expect(lot.counts()).toMatchObject({ pass: 3, notRun: 0 });
});

test("what is said of another run of the board is no news", () => {
  const lot = lotOf({ serials: ["B"], unknown });
  lot.ready("F1");
  expect(lot.tell({ ...neverBegan(0), run: "R0" })).toEqual([]);
});

test("a scanned lot learns of a pass of a board that it had not seen: nobody runs that again", () => {
  const lot = lotOf({ serials: "scan" });
  lot.ready("F1");
  lot.tell({ kind: "late-pass", serial: "X" });
  expect(lot.tell({ kind: "scan", serial: "X" })).toEqual(["refused X: already-passed"]);
  expect(lot.counts()).toMatchObject({ pass: 1 });
});

test("the end of an earlier sitting's run is waited for also where all nests are locked and nobody is there", () => {
  const lock = { by: null, why: "3 in a row", cause: "policy" } as const;
  const locks = new Map(["F1", "F2"].map((id) => [id, lock]));
  const lot = lotOf({ serials: ["B"], unknown, locks });
  expect(lot.opened).toEqual([]);
  lot.ready("F2");
  expect(lot.tell(heard("running"))).toEqual([]);
  expect(lot.pass("F2", "B")).toEqual(["finished"]);
  expect(lot.exit()).toBe(0);
});
