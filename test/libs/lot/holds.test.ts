import { expect, test } from "vitest";
import type { Hold } from "../../../libs/station/awaited.ts";
import { lotOf } from "./lot-of.ts";

/** A lot that is told what the station's trouble keeps from being started. */
const troubledLot = (order: Parameters<typeof lotOf>[0] = {}) => {
  const lot = lotOf({ serials: ["A", "B"], ...order });
  const hold = (holds: Readonly<Record<string, Hold>>): string[] =>
    lot.tell({ kind: "hold", holds: new Map(Object.entries(holds)) });
  return { ...lot, hold };
};

test("held fixtures keep their boards and are not out; they go on when the trouble is mended", () => {
  const lot = troubledLot({ serials: ["A", "B", "C"] });
  lot.ready("F1");
  expect(lot.hold({ F1: "journal", F2: "journal" })).toEqual([]);
  expect(lot.ready("F2")).toEqual(["F2 waits for B: journal"]);
  // A run under way ends as it may.
  expect(lot.pass("F1", "A")).toEqual(["F1 waits for C: journal"]);
  expect(lot.hold({ F1: "redis", F2: "journal" })).toEqual(["F1 waits for C: redis"]);
  expect(lot.hold({ F2: "journal" })).toEqual(["F1 runs C #1"]);
  expect(lot.hold({})).toEqual(["F2 runs B #1"]);
  lot.pass("F1", "C");
  lot.pass("F2", "B");
  expect([lot.counts().pass, lot.exit()]).toEqual([3, 0]);
});

test("a job that was not begun counts as no run, and starts by itself", () => {
  const lot = troubledLot({ trigger: "operator", operator: "present" });
  lot.ready("F1");
  expect(lot.tell({ kind: "start", fixture: "F1" })).toEqual(["F1 runs A #1"]);
  lot.hold({ F1: "journal" });
  expect(lot.tell({ kind: "run-held", fixture: "F1", serial: "A" })).toEqual([
    "F1 waits for A: journal",
  ]);
  expect(lot.tell({ kind: "start", fixture: "F1" })).toEqual(["refused start of F1: journal"]);
  expect(lot.hold({})).toEqual(["F1 runs A #1"]);
});

test("a run that could record nothing is run once more where it was", () => {
  const failure = { code: "journal-failed", reason: "full" } as const;
  const lot = troubledLot({ serials: ["A"] });
  lot.ready("F1");
  lot.hold({ F1: "journal" });
  expect(lot.breaks("F1", "A", failure)).toEqual(["F1 waits for A: journal"]);
  expect(lot.hold({})).toEqual(["F1 runs A #2"]);
  expect(lot.breaks("F1", "A", failure)).toContain("F1 idle: taken-out");
});

test("a held line can be stopped", () => {
  const lot = troubledLot();
  lot.ready("F1");
  lot.hold({ F1: "journal" });
  lot.tell({ kind: "run-held", fixture: "F1", serial: "A" });
  expect(lot.tell({ kind: "stop" })).toEqual(["finished"]);
  expect(lot.counts().notRun).toBe(2);
});
