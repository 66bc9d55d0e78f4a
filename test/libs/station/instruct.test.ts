import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "../../../libs/failure/printable.ts";
import { AWAITED, type Awaited } from "../../../libs/station/awaited.ts";
import { emptyFixture, type FixtureState } from "../../../libs/station/fixture-state.ts";
import { INSTRUCTION_LENGTH, instruct } from "../../../libs/station/instruct.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import { tileFace } from "../../../libs/station/tile-state.ts";
import { anyCharacter } from "../../support/any-character.ts";
import { failed, lineEvent, passed, runEvent, runStarted } from "./events.ts";

const fixtureAfter = (...events: readonly StationEvent[]): FixtureState =>
  events.reduce(reduceLine, emptyLine()).fixtures[0] ?? emptyFixture("F01");

const waitingFor = (serial: string | null, awaits: Awaited = "key"): StationEvent =>
  lineEvent({ kind: "fixture-waiting", fixture: "F01", serial, awaits });

const asked = (instruction: string): StationEvent =>
  runEvent({}, { kind: "operator-asked", instruction });

const out = (reason: "done" | "ports-gone" | "input-failed"): StationEvent =>
  lineEvent({ kind: "fixture-idle", fixture: "F01", reason });

const idle = out("done");

test.each<[string, StationEvent[]]>([
  ["Wait for the line", []],
  ["Load SN0012, press Enter", [waitingFor("SN0012")]],
  ["Load SN0012", [waitingFor("SN0012", "board")]],
  ["Load a board, scan its serial", [waitingFor(null, "scan")]],
  ["Swap for SN0012, press Enter", [passed({}), waitingFor("SN0012")]],
  ["Swap boards, scan the new serial", [passed({}), waitingFor(null, "scan")]],
  ["Load ~23456789-0012, press Enter", [waitingFor("FACTORY-123456789-0012")]],
  ["Load SN0012, close lid", [waitingFor("SN0012", "lid")]],
  ["Open lid, load SN0012", [waitingFor("SN0012", "reopen")]],
  ["Load SN0012, press start", [waitingFor("SN0012", "button")]],
  ["Swap for SN0012, close lid", [passed({}), waitingFor("SN0012", "lid")]],
  ["Open lid, swap for SN0012", [passed({}), waitingFor("SN0012", "reopen")]],
  ["Swap for SN0012", [passed({}), waitingFor("SN0012", "swap")]],
  ["Load SN0012", [passed({}), waitingFor("SN0012", "board")]],
  ["Seat SN0001, close lid", [passed({}), waitingFor("SN0001", "lid")]],
  ["Plug the adapter in again", [out("ports-gone")]],
  ["Call the engineer", [out("input-failed")]],
  ["Do not touch the board", [runStarted({})]],
  ["Switch the board on", [runStarted({}), asked("Switch the board on")]],
  ["Remove board", [passed({})]],
  ["Remove board", [passed({}), idle]],
  ["Keep empty: no board for it now", [idle]],
])("%s", (expected, events) => {
  expect(instruct(fixtureAfter(...events))).toBe(expected);
});

/** What an instruction begins with: what to do. */
const VERBS =
  /^(Call|Do not|Keep|Load|Open|Plug|Re-seat|Remove|Scan|Seat|Set|Swap|Switch|Use|Wait)\b/;

const checkFor = (
  purpose: "golden" | "must-fail",
  serial: string,
  awaits: Awaited = "key",
): StationEvent => lineEvent({ kind: "fixture-waiting", fixture: "F01", serial, awaits, purpose });

const provenBy = (serial: string): StationEvent[] => [
  passed({ serial, purpose: "golden" }),
  lineEvent({ kind: "result-cleared", fixture: "F01", serial, by: "check" }),
];

test.each<[string, StationEvent[]]>([
  ["Load golden GOLD-1, press Enter", [checkFor("golden", "GOLD-1")]],
  ["Load golden GOLDEN-12, Enter", [checkFor("golden", "GOLDEN-12")]],
  ["Load must-fail BAD-1, Enter", [checkFor("must-fail", "BAD-1")]],
  ["Load ~ORY-BAD-12345, press Enter", [checkFor("must-fail", "FACTORY-BAD-12345")]],
  ["Wait for golden GOLD-1", [checkFor("golden", "GOLD-1", "elsewhere")]],
  ["Load must-fail BAD-1, close lid", [checkFor("must-fail", "BAD-1", "lid")]],
  ["Open lid, load golden GOLD-1", [checkFor("golden", "GOLD-1", "reopen")]],
  ["Open lid, load must-fail BAD-1", [checkFor("must-fail", "BAD-1", "reopen")]],
  ["Load golden GOLD-1", [checkFor("golden", "GOLD-1", "board")]],
  ["Load must-fail BAD-1, Enter", [...provenBy("GOLD-1"), checkFor("must-fail", "BAD-1")]],
  // It lies there until somebody takes it out.
  ["Swap for SN0012, press Enter", [...provenBy("GOLD-1"), waitingFor("SN0012")]],
])("start of shift: %s", (expected, events) => {
  expect(instruct(fixtureAfter(...events))).toBe(expected);
});

const text = fc.string({ unit: anyCharacter, maxLength: 60 });
const few = fc.constantFrom("SN0001", "SN0002");
const serial = fc.oneof(few, text);

/** Anything that may happen to a fixture, in no sensible order. */
const happening: fc.Arbitrary<StationEvent> = fc.oneof(
  fc.record({ serial, attempt: fc.integer({ min: 1, max: 3 }) }).map((who) => runStarted(who)),
  serial.map((it) => passed({ serial: it })),
  serial.map((it) => passed({ serial: it, purpose: "golden" })),
  serial.map((it) => failed({ serial: it })),
  serial.map((it) =>
    runEvent(
      { serial: it },
      {
        ...{ kind: "run-ended", verdict: "fail", durationMs: 1 },
        failure: { code: "wrong-chip", expected: it, found: it },
      },
    ),
  ),
  fc.constant(asked("Switch F01 off, then on")),
  fc
    .record(
      {
        serial: fc.option(serial),
        awaits: fc.constantFrom(...AWAITED),
        retry: fc.constantFrom("by-hand" as const, "none" as const),
        purpose: fc.constantFrom("golden" as const, "must-fail" as const),
      },
      { requiredKeys: ["serial", "awaits", "retry"] },
    )
    .map((wait) => lineEvent({ kind: "fixture-waiting", fixture: "F01", ...wait })),
  fc
    .constantFrom("done", "ports-gone", "input-failed", "worker-lost", "taken-out")
    .map((reason) => lineEvent({ kind: "fixture-idle", fixture: "F01", reason } as const)),
  text.map((why) => lineEvent({ kind: "fixture-locked", fixture: "F01", by: null, why })),
  fc.constant(lineEvent({ kind: "fixture-unlocked", fixture: "F01", by: null })),
  few.map((it) =>
    lineEvent({ kind: "result-cleared", fixture: "F01", serial: it, by: "key" } as const),
  ),
  fc.constant(lineEvent({ kind: "fixture-chosen", fixture: "F01" })),
);

test("an instruction is short, safe and says what to do, whatever has happened", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 8 }), (events) => {
      const fixture = fixtureAfter(...events);
      const line = instruct(fixture);
      seen.add(tileFace(fixture).word);
      expect(Array.from(line).length).toBeLessThanOrEqual(INSTRUCTION_LENGTH);
      expect(printable(line)).toBe(line);
      expect(line).toMatch(VERBS);
    }),
    { numRuns: 2000, seed: 6 },
  );
  expect([...seen].toSorted()).toEqual(
    ["EMPTY", "FAIL", "LOCKED", "PASS", "QUARANTINE", "READY", "RETRY", "RUNNING"].toSorted(),
  );
});

test("what a run asks for is short and safe, too", () => {
  fc.assert(
    fc.property(text, (request) => {
      const line = instruct(fixtureAfter(runStarted({}), asked(request)));
      expect(Array.from(line).length).toBeLessThanOrEqual(INSTRUCTION_LENGTH);
      expect(printable(line)).toBe(line);
    }),
  );
});
