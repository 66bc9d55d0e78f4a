import { withNest } from "./change-plan.ts";
import { forgetChoice } from "./choose-nest.ts";
import { fixturesThat, runningIn } from "./find-fixture.ts";
import { nextCheckSerial } from "./fixture-check.ts";
import { giveUpWait } from "./give-up-wait.ts";
import { inTurn } from "./in-turn.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { lackOf, panelOf } from "./nest-panel.ts";
import { isUnseen } from "./nest-result.ts";
import { refuseScan, type ScanProblem } from "./refuse.ts";
import { startOrWait } from "./start-or-wait.ts";
import { heldBoard } from "./unknown-end.ts";

/** Nests that may take the check board now, those that were loaded first. */
const takers = (plan: LotPlan, serial: string): readonly string[] =>
  fixturesThat(plan, ({ kind }) => kind === "waiting" || kind === "idle" || kind === "free")
    .filter((id) => nextCheckSerial(plan, id) === serial)
    .filter((id) => !plan.locks.has(id) && !isUnseen(plan, id))
    .filter((id) => heldBoard(plan, id) === undefined)
    .toSorted((a, b) => Number(isLacking(plan, a, serial)) - Number(isLacking(plan, b, serial)));

const isLacking = (plan: LotPlan, fixture: string, serial: string): boolean =>
  lackOf(panelOf(plan, fixture), serial) !== undefined;

const expectedBy = (plan: LotPlan, serial: string): string | undefined =>
  fixturesThat(
    plan,
    (nest) => nest.kind === "waiting" && nest.by === "scan" && nest.serial === serial,
  )[0];

const problemOf = (plan: LotPlan, serial: string): ScanProblem | undefined => {
  if (plan.stopped) return { reason: "stopping" };
  if (plan.closed) return { reason: "closed" };
  const running = runningIn(plan, serial);
  if (running !== undefined) return { reason: "in-fixture", fixture: running };
  const expecting = expectedBy(plan, serial);
  if (expecting !== undefined && (plan.chosen ?? expecting) === expecting) {
    return { reason: "duplicate", fixture: expecting };
  }
  return plan.paused ? { reason: "paused" } : undefined;
};

/** A scanned check board goes to the chosen nest, or the first that asks for it, and starts there as soon as it may. */
export const scanCheck = (now: LotPlan, serial: string): LotStep => {
  const problem = problemOf(now, serial);
  if (problem !== undefined) return refuseScan(now, serial, problem);
  const asking = takers(now, serial);
  const fixture = now.chosen ?? asking[0];
  if (fixture === undefined || !asking.includes(fixture)) {
    const where = now.chosen === null ? {} : { fixture: now.chosen };
    return refuseScan(now, serial, { reason: "check-board", ...where });
  }
  const expecting = expectedBy(now, serial);
  return inTurn(
    now,
    // Whoever scans it again holds it before this nest.
    (plan) => ({
      plan: expecting === undefined ? plan : giveUpWait(plan, expecting),
      actions: [],
    }),
    forgetChoice,
    (plan) =>
      startOrWait(
        withNest(plan, fixture, { kind: "waiting", serial, by: "scan", awaits: null }),
        fixture,
      ),
  );
};
