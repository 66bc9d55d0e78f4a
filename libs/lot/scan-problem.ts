import { judgeSerial } from "../recipe/judge-serial.ts";
import { isSerial, SERIAL_FORM } from "../recipe/serial.ts";
import { LABEL } from "./choose-nest.ts";
import { firstFixture, fixturesThat, runningIn } from "./find-fixture.ts";
import { isProven, nextCheckSerial } from "./fixture-check.ts";
import type { LotPlan } from "./lot-plan.ts";
import type { ScanProblem } from "./refuse.ts";

/** What keeps the text from being a serial of this lot. */
const faultOf = (plan: LotPlan, serial: string): ScanProblem | undefined => {
  const malformed = (form: string): ScanProblem => ({ reason: "malformed", data: { form } });
  if (!isSerial(serial) || (serial.startsWith(LABEL) && !plan.boards.has(serial))) {
    return malformed(SERIAL_FORM);
  }
  const fault = judgeSerial(plan.serialRules, serial);
  if (fault === undefined) return undefined;
  const { pattern, check } = fault.rule;
  if (fault.fault === "check-digit") return { reason: "check-digit", data: { check } };
  return malformed(pattern ?? SERIAL_FORM);
};

/** What keeps a scanned serial's board from being run anywhere, or undefined. */
export const problemOf = (plan: LotPlan, serial: string): ScanProblem | undefined => {
  if (plan.stopped) return { reason: "stopping" };
  if (plan.closed) return { reason: "closed" };
  const fault = faultOf(plan, serial);
  if (fault !== undefined) return fault;
  const board = plan.boards.get(serial);
  if (board === undefined) return plan.source === "list" ? { reason: "unknown" } : undefined;
  if (board.outcome === "pass") return { reason: "already-passed" };
  if (board.lostIn !== null) return { reason: "unreported", fixture: board.lostIn };
  const running = runningIn(plan, serial);
  if (running !== undefined) return { reason: "in-fixture", fixture: running };
  const expecting = firstFixture(
    plan,
    (nest) => nest.kind === "waiting" && nest.by === "scan" && nest.serial === serial,
  );
  const isMoved = plan.chosen !== null && plan.chosen !== expecting;
  if (expecting === undefined || isMoved) return undefined;
  return { reason: "duplicate", fixture: expecting };
};

/** The nest must prove itself first, with this board. */
export const unprovenIn = (plan: LotPlan, fixture: string): ScanProblem => {
  const board = nextCheckSerial(plan, fixture);
  return { reason: "unproven", fixture, data: board === undefined ? {} : { board } };
};

/** Why no nest takes a scanned board: what a person can do about it first. */
export const whyNoPlace = (plan: LotPlan): ScanProblem => {
  const held = firstFixture(plan, ({ kind }) => kind === "held");
  if (held !== undefined) return { reason: "acknowledge", fixture: held };
  const waiting = fixturesThat(plan, ({ kind }) => kind === "waiting" || kind === "idle");
  const unproven = waiting.find((id) => !isProven(plan, id));
  if (unproven !== undefined) return unprovenIn(plan, unproven);
  const free = fixturesThat(plan, ({ kind }) => kind === "free");
  const isLocked = free.length > 0 && free.every((id) => plan.locks.has(id));
  return { reason: isLocked ? "locked" : "no-fixture" };
};
