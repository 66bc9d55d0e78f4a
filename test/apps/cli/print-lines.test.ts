import fc from "fast-check";
import { expect, test } from "vitest";
import { formatLine, toAscii } from "../../../apps/cli/format-line.ts";
import { printLines } from "../../../apps/cli/print-lines.ts";
import { formatTimeOfDay } from "../../../libs/station/format-figures.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import {
  atSecond,
  failed,
  lineEvent,
  lotStarted,
  passed,
  runEvent,
  runStarted,
} from "../../libs/station/events.ts";
import { anyCharacter } from "../../support/any-character.ts";

const worker = { worker: "W1", pid: 7, fixtures: ["F01", "F02"] };

test.each<[string | undefined, StationEvent]>([
  [
    "lot L1 started: 24 boards, 3 passed before on 2 fixtures, recipe smart-plug-1.18 (not approved), operator Eva",
    lotStarted(["F01", "F02"], { passedBefore: 3, operator: "Eva" }),
  ],
  [
    "lot L1 started: scanned boards on the fixtures that come, recipe smart-plug-1.18 (approved by Ada)",
    lotStarted([], {
      boards: null,
      approvals: [{ recipe: "a", approval: { by: "Ada", at: "2026-03-01T08:00:00.000Z" } }],
    }),
  ],
  [
    "worker W1 started, process 7, serves F01, F02",
    lineEvent({ kind: "worker-started", ...worker }),
  ],
  ["worker W1 LOST, process 7, served F01, F02", lineEvent({ kind: "worker-lost", ...worker })],
  [
    "F01 waits for SN0001",
    lineEvent({ kind: "fixture-waiting", fixture: "F01", serial: "SN0001", awaits: "key" }),
  ],
  [
    "F01 waits for a scan",
    lineEvent({ kind: "fixture-waiting", fixture: "F01", serial: null, awaits: "scan" }),
  ],
  [
    "F09 of jig north on pc-2 joins the lot",
    lineEvent({
      ...{ kind: "fixture-joined", fixture: "F09", station: "pc-2", jig: "north" },
      trigger: "auto",
    }),
  ],
  [undefined, lineEvent({ kind: "fixture-idle", fixture: "F01", reason: "done" })],
  [
    "WARNING: Redis is away",
    lineEvent({ kind: "notice", level: "warning", text: "Redis is away" }),
  ],
  ["F01 hello", lineEvent({ kind: "notice", level: "info", text: "hello", fixture: "F01" })],
  ["F01 SN0001 started, attempt 2, bk7231n, recipe smart-plug-1.18", runStarted({ attempt: 2 })],
  [undefined, runEvent({}, { kind: "step-started", step: "write" })],
  [undefined, runEvent({}, { kind: "step-progress", step: "write", done: 1, total: 2 })],
  [undefined, runEvent({}, { kind: "step-passed", step: "write", durationMs: 1, bytes: 2 })],
  [
    "F01 SN0001 ASKS: Switch on",
    runEvent({}, { kind: "operator-asked", instruction: "Switch on" }),
  ],
  ["F01 SN0001 note: linked at 115200", runEvent({}, { kind: "note", text: "linked at 115200" })],
  ["F01 SN0001 PASS after 9.5 s", passed({})],
  [
    "F01 SN0001 FAIL after 4.2 s: no-link. No answer from the board. Seat it again and run it once more. Fails again: set it aside.",
    failed({}),
  ],
])("%s", (text, event) => {
  expect(formatLine(event)).toBe(text && `${formatTimeOfDay(event.at)} ${text}`);
});

test("the lot's end prints its summary", () => {
  let printed = "";
  const print = printLines((text) => {
    printed += text;
  }, null);
  print(lotStarted(["F01"], { boards: 1 }));
  print(failed({}, 3));
  print(
    lineEvent({
      kind: "lot-ended",
      lot: "L1",
      stopped: false,
      durationMs: 3000,
      ...{ pass: 0, fail: 1, error: 0, aborted: 0, notRun: 0 },
    }),
  );
  expect(printed.split("\n").slice(2)).toEqual([
    "Lot L1 ended after 0:00:03.",
    "1 board: 0 PASS, 1 FAIL, 0 ERROR, 0 ABORTED, 0 NOT RUN.",
    "Yield 0.0 %, first pass 0.0 %.",
    "  SN0001 in F01: FAIL no-link. No answer from the board. Seat it again and run it once more. Fails again: set it aside.",
    "Next:",
    "  npx flashline report --lot L1",
    "  npx flashline history SN0001",
    "",
  ]);
});

test("the time of day is the computer's own", () => {
  const at = atSecond(3723);
  expect(formatTimeOfDay(at)).toBe(new Date(at).toTimeString().slice(0, 8));
  expect(formatTimeOfDay("tomorrow")).toBe("--:--:--");
});

test("whatever text comes in, one line of printable ASCII goes out", () => {
  expect(toAscii("Zo\u00eb\u001b[2J\n漢🔥")).toBe("Zo\\u{eb}\\x1b[2J\\x0a\\u{6f22}\\u{1f525}");
  const text = fc.string({ unit: anyCharacter });
  fc.assert(
    fc.property(text, (outside) => {
      const line = formatLine(lineEvent({ kind: "notice", level: "info", text: outside }));
      expect(line).toMatch(/^[ -~]*$/);
    }),
  );
});
