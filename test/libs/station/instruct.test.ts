import fc from "fast-check";
import { expect, test } from "vitest";
import { printable } from "../../../libs/failure/printable.ts";
import { emptyFixture, type FixtureState } from "../../../libs/station/fixture-state.ts";
import { INSTRUCTION_LENGTH, instruct } from "../../../libs/station/instruct.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import { lineEvent, passed, runEvent, runStarted } from "./events.ts";

const fixtureAfter = (...events: readonly StationEvent[]): FixtureState =>
  events.reduce(reduceLine, emptyLine()).fixtures[0] ?? emptyFixture("F01");

const waitingFor = (serial: string | null): StationEvent =>
  lineEvent({ kind: "fixture-waiting", fixture: "F01", serial });

const asked = (instruction: string): StationEvent =>
  runEvent({}, { kind: "operator-asked", instruction });

const idle = lineEvent({ kind: "fixture-idle", fixture: "F01", reason: "done" });

test.each<[string, "operator" | "auto", StationEvent[]]>([
  ["Wait for the line", "operator", []],
  ["Load SN0012, press Enter", "operator", [waitingFor("SN0012")]],
  ["Load SN0012", "auto", [waitingFor("SN0012")]],
  ["Load a board, scan its serial", "operator", [waitingFor(null)]],
  ["Swap for SN0012, press Enter", "operator", [passed({}), waitingFor("SN0012")]],
  ["Swap boards, scan the new serial", "operator", [passed({}), waitingFor(null)]],
  ["Load ~23456789-0012, press Enter", "operator", [waitingFor("FACTORY-123456789-0012")]],
  ["Do not touch the board", "operator", [runStarted({})]],
  ["Switch the board on", "operator", [runStarted({}), asked("Switch the board on")]],
  ["Remove board", "operator", [passed({})]],
  ["Remove board", "operator", [passed({}), idle]],
  ["No board left for this fixture", "operator", [idle]],
])("%s", (expected, trigger, events) => {
  expect(instruct(fixtureAfter(...events), trigger)).toBe(expected);
});

test("an instruction is short and safe whatever serial or request it carries", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, text, (serial, request) => {
      for (const events of [
        [waitingFor(serial)],
        [passed({}), waitingFor(serial)],
        [runStarted({}), asked(request)],
      ]) {
        const line = instruct(fixtureAfter(...events), "operator");
        expect(Array.from(line).length).toBeLessThanOrEqual(INSTRUCTION_LENGTH);
        expect(printable(line)).toBe(line);
      }
    }),
  );
});
