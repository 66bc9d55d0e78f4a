import fc from "fast-check";
import { expect, test } from "vitest";
import { isRunning } from "../../../libs/station/fixture-state.ts";
import { instruct } from "../../../libs/station/instruct.ts";
import { emptyLine, type LineState, reduceLine } from "../../../libs/station/line-state.ts";
import { lotFigures } from "../../../libs/station/lot-figures.ts";
import { summarizeLot } from "../../../libs/station/lot-summary.ts";
import type { LotCounts, StationEvent } from "../../../libs/station/station-event.ts";
import { tileState, wantsHand } from "../../../libs/station/tile-state.ts";
import {
  atSecond,
  failed,
  fixtureNames,
  lineEvent,
  lotStarted,
  passed,
  runEvent,
  runStarted,
  START,
} from "./events.ts";

const lineAfter = (...events: readonly StationEvent[]): LineState =>
  events.reduce(reduceLine, emptyLine());

const situations = (line: LineState): string[] =>
  line.fixtures.map(({ fixture, situation }) => `${fixture} ${situation}`);

const waiting = (fixture: string, serial: string | null): StationEvent =>
  lineEvent({ kind: "fixture-waiting", fixture, serial, awaits: "key" });

const lot = lotStarted(["F02", "F01"]);
const started = runStarted({}, 1);
const writing = runEvent({}, { kind: "step-started", step: "write" }, 2);
const halfWritten = runEvent({}, { kind: "step-progress", step: "write", done: 50, total: 100 }, 3);

test.each<[string, StationEvent[], string]>([
  ["the lot's start", [], "empty"],
  ["a wait", [waiting("F01", "SN0001")], "waiting"],
  ["a start", [waiting("F01", "SN0001"), started], "running"],
  ["a step whose start was lost", [halfWritten], "running"],
  ["a pass", [started, passed({}, 4)], "ended"],
  ["a pass whose start was lost", [passed({}, 4)], "ended"],
  ["a wait after a pass", [started, passed({}, 4), waiting("F01", "SN0002")], "waiting"],
  [
    "a pass that comes after the wait",
    [started, waiting("F01", "SN0002"), passed({}, 4)],
    "waiting",
  ],
  ["progress after a verdict", [started, passed({}, 4), halfWritten], "ended"],
  [
    "an earlier run's verdict during a run",
    [runStarted({ serial: "SN0002" }, 9), passed({}, 4)],
    "running",
  ],
  [
    "no board left",
    [started, passed({}, 4), lineEvent({ kind: "fixture-idle", fixture: "F01", reason: "done" })],
    "idle",
  ],
  [
    "its worker's loss",
    [started, lineEvent({ kind: "worker-lost", worker: "W1", pid: 7, fixtures: ["F01"] })],
    "lost",
  ],
  [
    "a new worker after a loss",
    [
      lineEvent({ kind: "fixture-idle", fixture: "F01", reason: "worker-lost" }),
      lineEvent({ kind: "worker-started", worker: "W2", pid: 8, fixtures: ["F01"] }),
    ],
    "empty",
  ],
])("a fixture after %s is %s", (_, events, situation) => {
  expect(situations(lineAfter(lot, ...events))).toEqual(["F02 empty", `F01 ${situation}`]);
});

test("a station that returns goes on with the run it had, and its end is taken", () => {
  const away = [
    runStarted({}, 1),
    lineEvent({ kind: "worker-lost", worker: "W1", pid: 7, station: "pc-2", fixtures: ["F01"] }),
    lineEvent({ kind: "fixture-idle", fixture: "F01", reason: "station-away" }),
    lineEvent({ kind: "worker-started", worker: "W1", pid: 7, station: "pc-2", fixtures: ["F01"] }),
  ];
  const back = lineAfter(lot, ...away);
  expect(back.fixtures[1]).toMatchObject({ situation: "running", station: "pc-2", reason: null });
  const ended = reduceLine(back, passed({}, 9));
  expect(ended.fixtures[1]).toMatchObject({ situation: "ended", run: { result: {} } });
});

test("a running fixture shows its step, bytes and attempt", () => {
  const who = { attempt: 2 };
  const line = lineAfter(
    lot,
    runStarted(who, 1),
    runEvent(who, { kind: "step-started", step: "write" }, 2),
    runEvent(who, { kind: "step-progress", step: "write", done: 50, total: 100 }, 3),
  );
  expect(line.fixtures[1]?.run).toMatchObject({
    serial: "SN0001",
    attempt: 2,
    startedAt: atSecond(1),
    step: "write",
    done: 50,
    total: 100,
    result: null,
  });
});

test("a fixture keeps the last 20 lines its board's log said, until the next run", () => {
  const said = (second: number, count: number): StationEvent => {
    const lines = Array.from({ length: count }, (_, index) => `${second}.${index}`);
    return runEvent({}, { kind: "log-lines", lines }, second);
  };
  const line = lineAfter(lot, started, said(2, 15), said(3, 15), passed({}, 4));
  const log = line.fixtures[1]?.run?.log;
  expect(log).toHaveLength(20);
  expect([log?.[0], log?.at(-1)]).toEqual(["2.10", "3.14"]);
  const next = reduceLine(line, runStarted({ serial: "SN0002", run: "R2" }, 9));
  expect(next.fixtures[1]?.run?.log).toEqual([]);
});

test("a fixture keeps the steps of its run with their times, its port and its rate", () => {
  const step = (name: "link" | "erase" | "write", second: number): StationEvent =>
    runEvent({}, { kind: "step-started", step: name }, second);
  const line = lineAfter(
    lot,
    runEvent({}, { kind: "run-started", chip: "bk7231n", recipe: "plug", port: "usb-1.2" }, 1),
    step("link", 1),
    runEvent({}, { kind: "board-linked", baud: 921_600 }, 2),
    runEvent({}, { kind: "step-passed", step: "link", durationMs: 1000, bytes: 0 }, 2),
    step("write", 3),
    // Its start was lost.
    runEvent({}, { kind: "step-passed", step: "erase", durationMs: 2000, bytes: 4096 }, 4),
    runEvent({}, { kind: "board-linked", baud: 460_800 }, 5),
    step("link", 5),
  );
  expect(line.fixtures[1]?.run).toMatchObject({ port: "usb-1.2", baud: 460_800 });
  expect(line.fixtures[1]?.run?.steps).toEqual([
    { step: "write", startedAt: atSecond(3), durationMs: null },
    { step: "erase", startedAt: atSecond(2), durationMs: 2000 },
    { step: "link", startedAt: atSecond(5), durationMs: null },
  ]);
});

test("a fixture keeps its last six runs, the newest first, also when its worker comes back", () => {
  const runs = Array.from({ length: 8 }, (_, index) => {
    const who = { serial: `SN${index}` };
    return [
      runStarted(who, index * 10),
      index === 7 ? failed(who, 79) : passed(who, index * 10 + 9),
    ];
  }).flat();
  const line = lineAfter(lot, ...runs, ...runs.slice(-2));
  const past = line.fixtures[1]?.pastRuns;
  expect(past?.map(({ serial }) => serial)).toEqual(["SN7", "SN6", "SN5", "SN4", "SN3", "SN2"]);
  expect(past?.[0]).toMatchObject({ outcome: "fail", code: "no-link", endedAt: atSecond(79) });
  const back = [
    lineEvent({ kind: "worker-lost", worker: "W1", pid: 7, fixtures: ["F01"] }),
    lineEvent({ kind: "worker-started", worker: "W2", pid: 8, fixtures: ["F01"] }),
  ].reduce(reduceLine, line);
  expect(back.fixtures[1]).toMatchObject({ run: null, pastRuns: past });
});

test("a lot that is over asks for no board and no key, what stands on its tiles stands", () => {
  const counts = { pass: 0, fail: 1, error: 0, aborted: 0, notRun: 9 };
  const line = lineAfter(
    lot,
    waiting("F02", "SN0002"),
    started,
    failed({}, 4),
    lineEvent(
      {
        kind: "fixture-waiting",
        fixture: "F01",
        serial: "SN0001",
        awaits: "acknowledge",
        retry: "by-hand",
      },
      5,
    ),
    lineEvent({ kind: "lot-ended", lot: "L1", stopped: true, durationMs: 9, ...counts }),
  );
  expect(line.fixtures.map((fixture) => [instruct(fixture), tileState(fixture)])).toEqual([
    ["Keep empty: no board for it now", "EMPTY"],
    ["Remove board", "FAIL"],
  ]);
  expect(line.fixtures.some(wantsHand)).toBe(false);
});

test("what a person is asked stands until the next sign of the run", () => {
  const asked = runEvent({}, { kind: "operator-asked", instruction: "Switch on" }, 2);
  expect(lineAfter(lot, started, asked).fixtures[1]?.run?.asked).toBe("Switch on");
  expect(lineAfter(lot, started, asked, writing).fixtures[1]?.run?.asked).toBeNull();
});

test("a verdict stays with the fixture while it waits for the next board", () => {
  const line = lineAfter(lot, started, failed({}, 4), waiting("F01", "SN0002"));
  expect(line.fixtures[1]).toMatchObject({
    nextSerial: "SN0002",
    run: { serial: "SN0001", result: { outcome: "fail", failure: { code: "no-link" } } },
  });
});

test("a fixture that joins stands behind the others; one that hands start has the lot worked by hand", () => {
  const join = (fixture: string, trigger: "auto" | "operator"): StationEvent =>
    lineEvent({ kind: "fixture-joined", fixture, station: "pc-2", jig: "north", trigger });
  const begun = lotStarted(["F02"], { trigger: "auto" });
  const joined = lineAfter(begun, join("F02", "auto"), join("F01", "auto"));
  expect(joined.fixtures.map(({ fixture, station }) => `${fixture} ${station}`)).toEqual([
    "F02 pc-2",
    "F01 pc-2",
  ]);
  expect(joined.lot?.trigger).toBe("auto");
  expect(reduceLine(joined, join("F03", "operator")).lot?.trigger).toBe("operator");
});

const countsAfter = (...events: readonly StationEvent[]): LotCounts | undefined => {
  const line = lineAfter(lotStarted(["F01"], { boards: 10, passedBefore: 3 }), ...events);
  return line.lot === null ? undefined : lotFigures(line.lot, START).counts;
};

const none = { pass: 3, fail: 0, error: 0, aborted: 0, notRun: 7 };

test.each<[string, StationEvent[], Partial<LotCounts>]>([
  ["no run", [], {}],
  ["a pass", [passed({})], { pass: 4, notRun: 6 }],
  ["a pass told twice", [passed({}), passed({})], { pass: 4, notRun: 6 }],
  ["a retest that passes", [failed({}), passed({ attempt: 2 })], { pass: 4, notRun: 6 }],
  [
    "a retest told before its first run",
    [passed({ attempt: 2 }), failed({})],
    { pass: 4, notRun: 6 },
  ],
  ["a retest that fails", [passed({}), failed({ attempt: 2 })], { fail: 1, notRun: 6 }],
  ["a run of another lot", [{ ...passed({}), lot: "L9" }], {}],
  [
    "a serial named like a part of every object",
    [failed({ serial: "__proto__" })],
    { fail: 1, notRun: 6 },
  ],
  [
    "the lot's end, whose counts hold",
    [
      passed({}),
      lineEvent({
        kind: "lot-ended",
        lot: "L1",
        stopped: false,
        durationMs: 9,
        ...{ pass: 8, fail: 1, error: 1, aborted: 0, notRun: 0 },
      }),
    ],
    { pass: 8, fail: 1, error: 1, notRun: 0 },
  ],
])("boards by their last run after %s", (_, events, changes) => {
  expect(countsAfter(...events)).toEqual({ ...none, ...changes });
});

test("yield, first-pass yield, runs and boards per hour", () => {
  const line = lineAfter(
    lotStarted(["F01"]),
    failed({ serial: "A" }),
    passed({ serial: "A", attempt: 2 }),
    passed({ serial: "B" }),
    failed({ serial: "C" }),
    runEvent(
      { serial: "D" },
      { kind: "run-ended", verdict: "error", failure: { code: "interrupted" }, durationMs: 1 },
    ),
    passed({ serial: "E", attempt: 2 }),
  );
  const figures = line.lot && lotFigures(line.lot, START + 30 * 60_000);
  expect(figures).toMatchObject({
    runs: 6,
    yield: 3 / 4,
    firstPassYield: 1 / 3,
    boardsPerHour: 6,
    elapsedMs: 30 * 60_000,
  });
});

test("first-pass yield is the lot's: boards whose first run was in an earlier sitting count by that", () => {
  const { lot: whole } = lineAfter(
    lotStarted(["F01"], { passedBefore: 2, firstRunsBefore: { pass: 1, fail: 2 } }),
    passed({ serial: "A", attempt: 2 }),
    passed({ serial: "B" }),
  );
  expect(whole && lotFigures(whole, START)).toMatchObject({ firstPassYield: 2 / 4 });
});

test("the newest failures are kept, each once, with what to do", () => {
  const events = fixtureNames(25).map((serial, second) => failed({ serial }, second));
  const { failures } = lineAfter(lot, ...events, ...events.slice(-1));
  expect(failures).toHaveLength(20);
  expect(failures[0]).toMatchObject({ serial: "F25", outcome: "fail", code: "no-link" });
  expect(failures[0]?.sentence).toContain("No answer from the board.");
});

test("a lot told again changes nothing, another lot begins afresh", () => {
  const line = lineAfter(lot, started, failed({}, 4));
  expect(reduceLine(line, lot)).toBe(line);
  const next = reduceLine(line, lotStarted(["F01"], { lot: "L2", session: "S2" }));
  expect(next.failures).toEqual([]);
  expect(next.fixtures).toMatchObject([{ fixture: "F01", situation: "empty", run: null }]);
});

const names = fc.constantFrom("F01", "F02", "__proto__");
const happening = fc.oneof(
  fc
    .record({
      who: fc.record({
        fixture: names,
        serial: fc.constantFrom("A", "B", "C", "constructor", "__proto__"),
        attempt: fc.integer({ min: 1, max: 3 }),
      }),
      second: fc.nat(60),
      what: fc.oneof(
        fc.constant({ kind: "run-started", chip: "bk7231n", recipe: "r" } as const),
        fc.record({
          kind: fc.constant("step-started" as const),
          step: fc.constantFrom("link", "erase", "write", "release"),
        }),
        fc.record({
          kind: fc.constant("step-progress" as const),
          step: fc.constantFrom("erase", "write", "verify"),
          done: fc.nat(100),
          total: fc.nat(100),
        }),
        fc.record({
          kind: fc.constant("run-ended" as const),
          verdict: fc.constantFrom("pass", "fail", "error", "aborted"),
          failure: fc.constant(null),
          durationMs: fc.nat(),
        }),
      ),
    })
    .map(({ who, what, second }): StationEvent => runEvent(who, what, second)),
  names.map((fixture) =>
    lineEvent({ kind: "fixture-waiting", fixture, serial: "A", awaits: "key" }),
  ),
  names.map((fixture) => lineEvent({ kind: "fixture-idle", fixture, reason: "done" })),
  names.map((fixture) =>
    lineEvent({ kind: "worker-lost", worker: "W", pid: 1, fixtures: [fixture] }),
  ),
  fc.constantFrom("S1", "S2").map((session) => lotStarted(["F01"], { session, boards: 2 })),
);

test("any events in any order leave a state that is whole, countable and JSON", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (events) => {
      const line = lineAfter(...events);
      expect(JSON.parse(JSON.stringify(line))).toEqual(line);
      if (line.lot === null) return;
      const figures = lotFigures(line.lot, START);
      const { notRun, ...counts } = figures.counts;
      for (const count of [notRun, ...Object.values(counts)])
        expect(count).toBeGreaterThanOrEqual(0);
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(figures.seen);
      expect(figures.seen).toBe(Object.keys(line.lot.tallies).length);
    }),
  );
});

test("a snapshot taken anywhere and followed by events it already holds counts the same", () => {
  const whole = [
    lotStarted(["F01", "F02"]),
    runStarted({ serial: "A" }, 1),
    runStarted({ serial: "B", fixture: "F02" }, 1),
    failed({ serial: "A" }, 5),
    passed({ serial: "B", fixture: "F02" }, 6),
    runStarted({ serial: "A", attempt: 2 }, 7),
    passed({ serial: "A", attempt: 2 }, 9),
  ];
  const expected = lineAfter(...whole);
  for (let overlap = 0; overlap <= whole.length; overlap += 1) {
    const again = whole.slice(whole.length - overlap).reduce(reduceLine, expected);
    expect(again.lot).toEqual(expected.lot);
    expect(again.failures).toEqual(expected.failures);
    expect(again.fixtures.some(isRunning)).toBe(false);
  }
});

test("a long lot is as small as a short one with its troubles, and counts the same", () => {
  const numbers = Array.from({ length: 2000 }, (_, index) => index);
  const isTroubled = (number: number): boolean => number % 100 === 0;
  const events = numbers.flatMap((number) => {
    const serial = `SN${number}`;
    if (!isTroubled(number)) return [passed({ serial }, number)];
    return [failed({ serial }, number), passed({ serial, attempt: 2 }, number)];
  });
  const line = lineAfter(lotStarted(["F01"], { boards: 2001 }), ...events);
  if (line.lot === null) throw new Error("no lot");
  expect(Object.keys(line.lot.tallies).length).toBeLessThan(300);
  expect(JSON.stringify(line).length).toBeLessThan(40_000);
  const figures = lotFigures(line.lot, START + 3_600_000);
  expect(figures).toMatchObject({ seen: 2000, runs: 2020, yield: 1, firstPassYield: 0.99 });
  expect(figures.boardsPerHour).toBe(2000);
  expect(figures.counts).toEqual({ pass: 2000, fail: 0, error: 0, aborted: 0, notRun: 1 });
  const told = summarizeLot(line, null, START);
  expect(told.filter((text) => text.includes("no-link"))).toEqual([]);
  const again = reduceLine(line, passed({ serial: "SN1999" }, 1999));
  expect(again.lot).toEqual(line.lot);
});

test("check boards are in no count and no list of failures; one that fails is told", () => {
  const lost = lineEvent({
    kind: "check-failed",
    ...{ fixture: "F01", purpose: "golden", serial: "GOLD-1" },
    ...{ outcome: "fail", code: "no-link", expected: "pass" },
  });
  const line = lineAfter(
    lotStarted(["F01"]),
    failed({ serial: "GOLD-1", purpose: "golden" }),
    lost,
    lineEvent({ kind: "fixture-locked", fixture: "F01", by: null, why: "golden GOLD-1: no-link" }),
  );
  expect(line.lot?.tallies).toEqual({});
  expect(line.failures).toEqual([]);
  expect(line.notices[0]).toMatchObject({ level: "warning", fixture: "F01" });
  expect(line.notices[0]?.text).toMatch(
    /^Locked: golden GOLD-1 ended as FAIL no-link\. It must pass\./,
  );
  expect(line.fixtures[0]?.run).toMatchObject({ serial: "GOLD-1", purpose: "golden" });
});

test("who has unlocked a fixture stands before why it was locked", () => {
  const line = lineAfter(
    lot,
    lineEvent({ kind: "fixture-locked", fixture: "F01", by: null, why: "golden GOLD-1: no-link" }),
    lineEvent({ kind: "notice", level: "warning", fixture: "F01", text: "Locked." }),
    lineEvent({ kind: "fixture-unlocked", fixture: "F01", by: "Eva" }, 9),
  );
  expect(line.notices.map(({ text }) => text)).toEqual(["Unlocked by Eva.", "Locked."]);
});
