import { expect, test } from "vitest";
import type { IdleReason } from "../../../libs/station/fixture-happening.ts";
import { emptyFixture, type FixtureState } from "../../../libs/station/fixture-state.ts";
import { instruct } from "../../../libs/station/instruct.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { LineHappening, StationEvent } from "../../../libs/station/station-event.ts";
import { tileFace, wantsHand } from "../../../libs/station/tile-state.ts";
import { failed, lineEvent, passed, runEvent, runStarted } from "./events.ts";

const fixtureAfter = (...events: readonly StationEvent[]): FixtureState =>
  events.reduce(reduceLine, emptyLine()).fixtures[0] ?? emptyFixture("F01");

const told = (happening: LineHappening): StationEvent => lineEvent(happening);

type Waiting = Extract<LineHappening, { readonly kind: "fixture-waiting" }>;

const waits = (serial: string | null, awaits: Waiting["awaits"], retry?: Waiting["retry"]) =>
  told({
    ...{ kind: "fixture-waiting", fixture: "F01", serial, awaits },
    ...(retry !== undefined && { retry }),
  });

const idle = (reason: IdleReason) => told({ kind: "fixture-idle", fixture: "F01", reason });

const cleared = (serial = "SN0001") =>
  told({ kind: "result-cleared", fixture: "F01", serial, by: "key" });

const locked = told({ kind: "fixture-locked", fixture: "F01", by: "Eva", why: "by hand" });
const unlocked = told({ kind: "fixture-unlocked", fixture: "F01", by: "Eva" });

const ended = (verdict: "fail" | "error" | "aborted", code: "wrong-chip" | "interrupted" | null) =>
  runEvent(
    {},
    {
      ...{ kind: "run-ended", verdict, durationMs: 1 },
      failure:
        code === "wrong-chip" ? { code, expected: "BK7231N", found: "BK7231T" } : code && { code },
    },
  );

/** Events, then the tile: `WORD cause | instruction`. */
test.each<[string, StationEvent[], string]>([
  ["nothing", [], "EMPTY | Wait for the line"],
  ["no board left", [idle("done")], "EMPTY | Keep empty: no board for it now"],
  ["a wait", [waits("SN0001", "key")], "READY | Load SN0001, press Enter"],
  ["a start", [waits("SN0001", "key"), runStarted({})], "RUNNING | Do not touch the board"],
  ["a pass", [passed({}), waits("SN0002", "key")], "PASS | Swap for SN0002, press Enter"],
  ["a pass and no board left", [passed({}), idle("done")], "PASS | Remove board"],
  [
    "a pass whose board has left",
    [passed({}), cleared(), waits("SN0002", "board")],
    "READY | Load SN0002",
  ],
  [
    "a pass that was seen, and no board left",
    [passed({}), idle("done"), cleared()],
    "EMPTY | Keep empty: no board for it now",
  ],
  [
    "a fail",
    [failed({}), waits("SN0001", "acknowledge", "none")],
    "FAIL no-link | Remove SN0001, press Enter",
  ],
  ["a fail of a machine's nest", [failed({}), idle("done")], "FAIL no-link | Remove board"],
  [
    "a fail that was seen",
    [failed({}), waits("SN0001", "acknowledge", "none"), cleared(), waits("SN0002", "key")],
    "READY | Load SN0002, press Enter",
  ],
  [
    "an error",
    [ended("error", "interrupted"), waits("SN0001", "acknowledge")],
    "ERROR interrupted | Remove SN0001, press Enter",
  ],
  [
    "a stopped run",
    [ended("aborted", null), waits("SN0001", "acknowledge")],
    "ABORTED | Remove SN0001, press Enter",
  ],
  [
    "a fail that may be tried again",
    [failed({}), waits("SN0001", "acknowledge", "by-hand")],
    "RETRY no-link | Re-seat SN0001, press R",
  ],
  [
    "a try that waits for the lid",
    [failed({}), waits("SN0001", "lid")],
    "RETRY no-link | Seat SN0001, close lid",
  ],
  [
    "a board that must not go on",
    [ended("fail", "wrong-chip"), waits("SN0001", "acknowledge")],
    "QUARANTINE wrong-chip | Set SN0001 aside, press Enter",
  ],
  [
    "the same in a machine's nest",
    [ended("fail", "wrong-chip"), idle("done")],
    "QUARANTINE wrong-chip | Set SN0001 aside",
  ],
  ["a lock", [waits("SN0001", "key"), locked], "LOCKED by hand | Use another fixture"],
  [
    "a lock where no board was left",
    [idle("done"), locked],
    "LOCKED by hand | Use another fixture",
  ],
  [
    "its adapter's loss under a lock",
    [locked, idle("ports-gone")],
    "LOCKED ports-gone | Plug the adapter in again",
  ],
  ["a lock under a pass", [passed({}), locked], "PASS locked | Remove board"],
  ["a lock under a board at work", [runStarted({}), locked], "RUNNING | Do not touch the board"],
  [
    "a lock over a result",
    [failed({}), locked, waits("SN0001", "acknowledge")],
    "FAIL no-link | Remove SN0001, press Enter",
  ],
  [
    "a lock over a result that was seen",
    [failed({}), locked, waits("SN0001", "acknowledge"), cleared()],
    "LOCKED by hand | Use another fixture",
  ],
  [
    "a lock that was opened",
    [locked, unlocked, waits("SN0001", "key")],
    "READY | Load SN0001, press Enter",
  ],
  [
    "its adapter's loss",
    [passed({}), idle("ports-gone")],
    "LOCKED ports-gone | Plug the adapter in again",
  ],
  ["a switch nobody can read", [idle("input-failed")], "LOCKED input-failed | Call the engineer"],
  [
    "its station's leaving",
    [idle("station-away")],
    "LOCKED station-away | Wait: its station is away",
  ],
  ["its worker's loss", [idle("worker-lost")], "LOCKED worker-lost | Call the engineer"],
  ["a relay that failed", [idle("taken-out")], "LOCKED taken-out | Call the engineer"],
  ["a paused line", [waits("SN0001", "resume")], "READY | Wait: the line is paused"],
])("after %s", (_, events, tile) => {
  const fixture = fixtureAfter(...events);
  const { word, cause } = tileFace(fixture);
  expect(`${word}${cause === null ? "" : ` ${cause}`} | ${instruct(fixture)}`).toBe(tile);
});

test("a result that was cleared late takes nothing off the board that runs by then", () => {
  const running = fixtureAfter(failed({}), runStarted({ attempt: 2 }, 9), cleared());
  expect(tileFace(running).word).toBe("RUNNING");
  const over = fixtureAfter(
    failed({}),
    runStarted({ attempt: 2 }, 9),
    cleared(),
    passed({ attempt: 2 }, 12),
  );
  expect(tileFace(over).word).toBe("PASS");
  const again = fixtureAfter(
    failed({}),
    cleared(),
    runStarted({ attempt: 2 }, 9),
    passed({ attempt: 2 }, 12),
  );
  expect(tileFace(again).word).toBe("PASS");
});

test("what is chosen for the next scan says so, one fixture at a time, until another or none is", () => {
  const choose = (fixture?: string) =>
    told({ kind: "fixture-chosen", ...(fixture !== undefined && { fixture }) });
  const line = [waits(null, "scan"), choose("F02"), choose("F01")].reduce(reduceLine, emptyLine());
  expect(line.fixtures.map(({ fixture, scan }) => `${fixture} ${scan}`)).toEqual([
    "F01 chosen",
    "F02 any",
  ]);
  expect(line.fixtures.map(instruct)[0]).toBe("Scan the serial for this nest");
  const none = reduceLine(line, choose());
  expect(none.fixtures.map(({ scan }) => scan)).toEqual(["any", "any"]);
});

test("a nest that had nothing to do and was chosen asks for the serial", () => {
  const chosen = fixtureAfter(idle("done"), told({ kind: "fixture-chosen", fixture: "F01" }));
  expect(instruct(chosen)).toBe("Scan the serial for this nest");
});

test.each<[string, StationEvent[], boolean]>([
  ["a board to load", [waits("SN0001", "key")], true],
  ["a result to see", [failed({}), waits("SN0001", "acknowledge")], true],
  ["a paused line", [waits("SN0001", "resume")], false],
  ["a board at work", [runStarted({})], false],
  [
    "a run that asks",
    [runStarted({}), runEvent({}, { kind: "operator-asked", instruction: "x" })],
    true,
  ],
  ["an adapter to plug in", [idle("ports-gone")], true],
  ["no board left", [idle("done")], false],
  ["a locked nest", [waits("SN0001", "key"), locked], false],
  ["a result to see in it", [failed({}), locked, waits("SN0001", "acknowledge")], true],
  ["that seen", [failed({}), locked, waits("SN0001", "acknowledge"), cleared()], false],
])("%s wants a hand, or not", (_, events, wanted) => {
  expect(wantsHand(fixtureAfter(...events))).toBe(wanted);
});
