import { expect, test } from "vitest";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import { summarizeLot } from "../../../libs/station/lot-summary.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import { failed, lineEvent, lotStarted, passed, runEvent, START } from "./events.ts";

const lotEnded = (lot = "L1"): StationEvent =>
  lineEvent({
    kind: "lot-ended",
    lot,
    stopped: false,
    durationMs: 151_000,
    ...{ pass: 2, fail: 1, error: 0, aborted: 0, notRun: 1 },
  });

const summaryOf = (events: readonly StationEvent[], dataFolder: string | null): readonly string[] =>
  summarizeLot(events.reduce(reduceLine, emptyLine()), dataFolder, START);

test("the summary names counts, boards that did not pass and the next commands", () => {
  const events = [
    lotStarted(["F01"], { boards: 4 }),
    failed({ serial: "SN0001" }, 1),
    passed({ serial: "SN0001", attempt: 2 }, 2),
    passed({ serial: "SN0002" }, 3),
    failed({ serial: "SN0003", fixture: "F07" }, 4),
    lotEnded(),
  ];
  expect(summaryOf(events, "data")).toEqual([
    "Lot L1 ended after 0:02:31.",
    "4 boards: 2 PASS, 1 FAIL, 0 ERROR, 0 ABORTED, 1 NOT RUN.",
    "Yield 66.7 %, first pass 33.3 %.",
    "  SN0003 in F07: FAIL no-link. No answer from the board. Seat it again and run it once more. Fails again: set it aside.",
    "Next:",
    "  npx flashline report --lot L1 --data data",
    "  npx flashline history SN0003 --data data",
  ]);
});

test("boards that passed and are in doubt are counted apart and named with their MAC", () => {
  const counts = { pass: 1, doubtful: 2, fail: 0, error: 0, aborted: 0, notRun: 0 };
  const events = [
    lotStarted(["F01"], { boards: 3 }),
    ...["SN0001", "SN0002", "SN0003"].map((serial, index) => passed({ serial }, index)),
    lineEvent({
      ...{ kind: "lot-ended", lot: "L1", stopped: false, durationMs: 9, ...counts },
      twins: [{ mac: "c8478c000007", serials: ["SN0001", "SN0003"] }],
    }),
  ];
  expect(summaryOf(events, null).slice(1)).toEqual([
    "3 boards: 1 PASS, 2 DOUBTFUL, 0 FAIL, 0 ERROR, 0 ABORTED, 0 NOT RUN.",
    "Yield 100.0 %, first pass 100.0 %.",
    "  DOUBTFUL: SN0001 and SN0003 both passed in this lot on a board with MAC c8:47:8c:00:00:07: one board twice, or two boards with one MAC. Set both aside.",
    "Next:",
    "  npx flashline report --lot L1",
    "  npx flashline history SN0001",
  ]);
});

test("failures that are too many to be kept are counted", () => {
  const serials = Array.from({ length: 25 }, (_, index) => `SN${index}`);
  const events = serials.map((serial, index) => failed({ serial }, index));
  const summary = summaryOf([lotStarted(["F01"], { boards: 25 }), ...events], null);
  const told = summary.filter((line) => /^ {2}SN\d+ in /.test(line)).length;
  expect(told).toBeGreaterThan(0);
  expect(summary).toContain(`  and ${25 - told} more, in the report`);
});

test("a board is named by its last run alone, those that were called off, too", () => {
  const aborted = { kind: "run-ended", verdict: "aborted", failure: null, durationMs: 9 } as const;
  const events = [
    lotStarted(["F01"], { boards: 3 }),
    failed({ serial: "SN0001" }, 1),
    runEvent({ serial: "SN0001", attempt: 2 }, aborted, 2),
    runEvent({ serial: "SN0002" }, aborted, 3),
    lotEnded(),
  ];
  expect(summaryOf(events, null).slice(3, 6)).toEqual([
    "  SN0001: ABORTED. Run it again.",
    "  SN0002: ABORTED. Run it again.",
    "Next:",
  ]);
});

test("fixtures that took no more boards are named with the reason: the lot may have ended badly by them", () => {
  const why = "golden GOLD-1: board-restarted";
  const events = [
    lotStarted(["F01", "F02", "F03", "F04"], { boards: 4 }),
    lineEvent({ kind: "fixture-locked", fixture: "F02", by: null, why }),
    lineEvent({ kind: "fixture-idle", fixture: "F03", reason: "ports-gone" }),
    lineEvent({ kind: "fixture-idle", fixture: "F04", reason: "done" }),
    lotEnded(),
  ];
  expect(summaryOf(events, null).filter((line) => line.includes("took no more"))).toEqual([
    "  F02 took no more boards: golden GOLD-1: board-restarted.",
    "  F03 took no more boards: ports-gone.",
  ]);
});

test("names from outside are words of the shell and nothing more", () => {
  const events = [lotStarted([], { lot: "a'b; rm\u001b[2J" }), lotEnded("a'b; rm\u001b[2J")];
  expect(summaryOf(events, "/my data").slice(-2)).toEqual([
    `  npx flashline report --lot 'a'\\''b; rm\\x1b[2J' --data '/my data'`,
    "  npx flashline history SERIAL --data '/my data'",
  ]);
});

test("a lot whose first event was lost is summed up by its last", () => {
  expect(summaryOf([lotEnded()], null)).toContain("  npx flashline report --lot L1");
});
