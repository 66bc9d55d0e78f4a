import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "../../../libs/failure/printable.ts";
import type { Awaited } from "../../../libs/station/awaited.ts";
import { emptyFixture, type FixtureState } from "../../../libs/station/fixture-state.ts";
import { INSTRUCTION_LENGTH, instruct } from "../../../libs/station/instruct.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import { lineEvent, passed, runEvent, runStarted } from "./events.ts";

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
  ["No board left for this fixture", [idle]],
])("%s", (expected, events) => {
  expect(instruct(fixtureAfter(...events))).toBe(expected);
});

const AWAITED = ["key", "scan", "button", "board", "swap", "lid", "reopen"] as const;

test("an instruction is short and safe whatever serial or request it carries", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, text, (serial, request) => {
      const waiting = AWAITED.map((awaits) => waitingFor(serial, awaits));
      for (const events of [
        ...waiting.map((wait) => [wait]),
        ...waiting.map((wait) => [passed({}), wait]),
        [runStarted({}), asked(request)],
      ]) {
        const line = instruct(fixtureAfter(...events));
        expect(Array.from(line).length).toBeLessThanOrEqual(INSTRUCTION_LENGTH);
        expect(printable(line)).toBe(line);
      }
    }),
  );
});
