import { expect, test } from "vitest";
import { closeInterrupted } from "../../../libs/journal/close-interrupted.ts";
import { samplePass, sampleStart } from "./sample-records.ts";
import { scratchJournal } from "./scratch.ts";

const now = new Date("2026-03-01T12:00:00.000Z");

test("open runs of these fixtures end as error, code interrupted; nothing else is touched", () => {
  const journal = scratchJournal();
  const passed = samplePass({ run: "R1" });
  journal.endRun(passed);
  const start = sampleStart({ run: "R2", fixture: "F02", serial: "SN0002" });
  journal.startRun(start);
  journal.startRun(sampleStart({ run: "R3", fixture: "F03" }));
  journal.startRun(sampleStart({ run: "R4", fixture: "F02", station: "line-b" }));

  const closed = closeInterrupted(journal, { station: "line-a", fixtures: ["F01", "F02"], now });

  expect(closed).toHaveLength(1);
  expect(closed[0]).toMatchObject({
    ...start,
    endedAt: "2026-03-01T12:00:00.000Z",
    verdict: "error",
    failure: { code: "interrupted" },
  });
  expect(journal.record("R2")).toEqual(closed[0]);
  expect(journal.record("R1")).toEqual(passed);
  expect(journal.openRuns().map(({ run }) => run)).toEqual(["R3", "R4"]);
});

test("a second time there is nothing to close, and a verdict that comes late changes nothing", () => {
  const journal = scratchJournal();
  journal.startRun(sampleStart());
  const order = { station: "line-a", fixtures: ["F01"], now };
  const [closed] = closeInterrupted(journal, order);
  expect(closeInterrupted(journal, order)).toEqual([]);
  expect(journal.endRun(samplePass())).toBe("refused");
  expect(journal.records()).toEqual([closed]);
});
