import { expect, test } from "vitest";
import { Bell } from "../../../apps/dashboard/bell.ts";
import { type BellSignal, bellSignal } from "../../../apps/dashboard/bell-signal.ts";
import type { SourceHealth } from "../../../apps/dashboard/dashboard-source.ts";
import type { Sounds } from "../../../libs/jig/sounds-schema.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import {
  failed,
  lineEvent,
  lotStarted,
  passed,
  runEvent,
  runStarted,
} from "../../libs/station/events.ts";
import { HandClock } from "../../support/hand-clock.ts";
import { openScreen } from "./open-screen.ts";

const lot = lotStarted(["F01", "F02"]);
const aborted = runEvent(
  {},
  { kind: "run-ended", verdict: "aborted", failure: null, durationMs: 1 },
);
const end = (stopped: boolean): StationEvent =>
  lineEvent({
    ...{ kind: "lot-ended", lot: "L1", stopped, durationMs: 9000 },
    ...{ pass: 1, fail: 0, error: 0, aborted: 0, notRun: 0 },
  });

const other = (serial: string) => ({ fixture: "F02", serial });

test.each<[string, StationEvent[], StationEvent[], BellSignal | null]>([
  ["a pass", [lot, runStarted({})], [passed({})], "pass"],
  ["a fail", [lot, runStarted({})], [failed({})], "fail"],
  ["a stopped board", [lot, runStarted({})], [aborted], "fail"],
  ["a pass and a fail at once", [lot], [passed({}), failed(other("SN2"))], "fail"],
  ["two passes at once", [lot], [passed({}), passed(other("SN2"))], "pass"],
  ["a pass that was heard already", [lot, passed({})], [passed({})], null],
  ["the next pass of a nest", [lot, passed({})], [passed({ serial: "SN2" })], "pass"],
  ["a start", [lot], [runStarted({})], null],
  [
    "a result that was seen",
    [lot, passed({})],
    [lineEvent({ kind: "result-cleared", fixture: "F01", serial: "SN0001", by: "key" })],
    null,
  ],
  ["the lot's end", [lot, passed({})], [end(false)], "stop"],
  ["a stop, with what it aborted", [lot, runStarted({})], [aborted, end(true)], "stop"],
  ["an end that was heard already", [lot, end(true)], [end(true)], null],
  ["what happened before the screen came", [], [lot, passed({}), end(true)], null],
  ["another lot", [lot], [lotStarted(["F01"], { session: "S2" }), passed({})], null],
])("%s rings as it should", (_, before, then, signal) => {
  const known = before.reduce(reduceLine, emptyLine());
  const after = then.reduce(reduceLine, known);
  const health = "connected";
  expect(bellSignal({ line: known, health }, { line: after, health })).toBe(signal);
});

test.each<[SourceHealth, SourceHealth, StationEvent[], BellSignal | null]>([
  ["connected", "silent", [lot], "stop"],
  ["connected", "away", [lot], "stop"],
  ["silent", "away", [lot], null],
  ["away", "connected", [lot], null],
  ["connected", "silent", [lot, end(false)], null],
])("a line that was %s and is %s", (was, is, events, signal) => {
  const line = events.reduce(reduceLine, emptyLine());
  expect(bellSignal({ line, health: was }, { line, health: is })).toBe(signal);
});

const ON: Sounds = { pass: "on", fail: "on", stop: "on" };

/** When a bell was rung, in ms. */
const rung = (sounds: Sounds, signals: readonly (readonly [number, BellSignal])[]): number[] => {
  const clock = new HandClock(0);
  const times: number[] = [];
  const terminal = { write: (text: string) => text === "\u0007" && times.push(clock.now()) > 0 };
  using bell = new Bell(terminal, clock, sounds);
  for (const [at, signal] of signals) {
    clock.advance(at - clock.now());
    bell.ring(signal);
  }
  clock.advance(10_000);
  return times;
};

test("once for a pass, three times for a fail, for three seconds when the line stops", () => {
  expect(rung(ON, [[0, "pass"]])).toEqual([0]);
  expect(rung(ON, [[0, "fail"]])).toEqual([0, 400, 800]);
  const stop = rung(ON, [[0, "stop"]]);
  expect(stop.slice(0, 3)).toEqual([0, 150, 300]);
  expect(stop.at(-1)).toBe(2850);
});

test("what comes while it rings waits its turn, only the worst of it; a stop waits for nothing", () => {
  expect(
    rung(ON, [
      [0, "fail"],
      [100, "pass"],
      [200, "pass"],
    ]),
  ).toEqual([0, 400, 800, 1200]);
  expect(
    rung(ON, [
      [0, "pass"],
      [100, "pass"],
      [200, "fail"],
    ]),
  ).toEqual([0, 400, 800, 1200]);
  const stop = rung(ON, [
    [0, "fail"],
    [100, "stop"],
  ]);
  expect(stop.slice(0, 3)).toEqual([0, 100, 250]);
});

test.each(["pass", "fail", "stop"] as const)("%s can be switched off", (signal) => {
  expect(rung({ ...ON, [signal]: "off" }, [[0, signal]])).toEqual([]);
  for (const other of (["pass", "fail", "stop"] as const).filter((one) => one !== signal)) {
    expect(rung({ ...ON, [signal]: "off" }, [[0, other]]).length).toBeGreaterThan(0);
  }
});

const bells = (written: string): number => written.split("\u0007").length - 1;

test("the screen that operates the line rings, those who watch do not, and it is done when it is left", async () => {
  const operating = openScreen({ sounds: { ...ON, fail: "off" } });
  const watching = openScreen({ role: "watch" });
  for (const { tell, shows, clock } of [operating, watching]) {
    tell(lot, runStarted({}));
    await shows("Do not touch");
    tell(passed({}));
    clock.advance(1000);
    tell(failed(other("SN2")));
    clock.advance(5000);
    tell(end(false));
    await shows("ended");
  }
  operating.clock.advance(600);
  const heard = (): number => bells(operating.terminal.written);
  await expect.poll(heard, { interval: 5 }).toBe(1 + 5);
  expect(bells(watching.terminal.written)).toBe(0);
  operating.terminal.type("\r");
  await operating.done;
  operating.clock.advance(5000);
  expect(heard()).toBe(1 + 5);
  expect(operating.clock.pending).toBe(0);
});
