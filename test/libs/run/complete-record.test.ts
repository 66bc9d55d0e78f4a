import { expect, test } from "vitest";
import { completeRecord, completeStart } from "../../../libs/run/complete-record.ts";
import { sampleFailure, samplePass, sampleStart } from "../journal/sample-records.ts";

test("runs of before schema 4 made products", () => {
  const { purpose: _, ...start } = sampleStart({ schema: 3 });
  expect(completeStart(start)).toEqual({ ...start, purpose: "product" });
  const { purpose: __, ...record } = samplePass({ schema: 3 });
  expect(completeRecord(record)).toEqual({ ...record, purpose: "product" });
});

test("of runs that were cut off before schema 5 only the start is known", () => {
  const { recorded: _, copiedMac: __, ...cutOff } = sampleFailure({ code: "interrupted" });
  expect(completeRecord(cutOff)).toEqual({ ...cutOff, recorded: "start", copiedMac: null });
});

test("runs of before schema 5 unbricked nothing", () => {
  const { unbrick: _, ...record } = samplePass({ schema: 4 });
  expect(completeRecord(record)).toEqual({ ...record, unbrick: null });
});

test("what a run was for is kept", () => {
  expect(completeRecord(samplePass({ purpose: "golden" })).purpose).toBe("golden");
});
