import type { Awaited } from "../station/awaited.ts";
import { enterFixture, NEW_BOARD, withBoard, withNest } from "./change-plan.ts";
import { forgetChoice } from "./choose-nest.ts";
import { mayPlace } from "./find-elsewhere.ts";
import { firstFixture, fixturesThat } from "./find-fixture.ts";
import { isProven } from "./fixture-check.ts";
import { giveUpWait } from "./give-up-wait.ts";
import { inTurn } from "./in-turn.ts";
import type { LotPlan, LotStep, Nest } from "./lot-plan.ts";
import { lackOf, panelOf } from "./nest-panel.ts";
import { clearResult, isUnseen } from "./nest-result.ts";
import { startOrWait } from "./start-or-wait.ts";
import { takeBoard } from "./take-board.ts";

/** How far a nest is from a run: ready for it, being loaded, or with its last board still in it. */
const distanceFrom = (lack: Awaited | undefined): number => {
  if (lack === undefined) return 0;
  return lack === "swap" || lack === "reopen" ? 2 : 1;
};

/** Of those that could take any board the one that was loaded: its board is the one that was scanned. */
const nearest = (
  plan: LotPlan,
  serial: string,
  fits: (nest: Nest) => boolean,
): string | undefined => {
  const distanceOf = (id: string): number => distanceFrom(lackOf(panelOf(plan, id), serial));
  return fixturesThat(plan, fits)
    .filter((id) => isProven(plan, id) && mayPlace(plan, serial, id))
    .toSorted((a, b) => distanceOf(a) - distanceOf(b))[0];
};

/**
 * Where a scanned board goes: into the chosen nest, else the one told to expect it, else the nearest of those that
 * wait for any, else one that had nothing to do. None but the chosen one that is not proven.
 */
export const placeFor = (plan: LotPlan, serial: string): string | undefined =>
  plan.chosen ??
  firstFixture(plan, (nest) => nest.kind === "waiting" && nest.serial === serial) ??
  nearest(plan, serial, (nest) => nest.kind === "waiting" && nest.by === "order") ??
  nearest(plan, serial, ({ kind }) => kind === "idle") ??
  fixturesThat(plan, (nest) => nest.kind === "waiting" && nest.by === "scan").find(
    (fixture) => isProven(plan, fixture) && mayPlace(plan, serial, fixture),
  );

/** Whoever scans the board has taken it out of where it was shown or expected. */
const leaveOthers = (before: LotPlan, serial: string, fixture: string): LotStep => {
  const others = fixturesThat(before, () => true).filter((id) => {
    const nest = before.nests.get(id);
    const isAwaited = nest?.kind === "waiting" && nest.serial === serial;
    return id !== fixture && (isAwaited || before.results.get(id)?.serial === serial);
  });
  const left = inTurn(
    before,
    ...others.map((id) => (plan: LotPlan) => clearResult(giveUpWait(plan, id), id, "scan")),
  );
  return { plan: takeBoard(left.plan, serial), actions: left.actions };
};

/** The board that a hand has called off in the nest is given up for the next one. */
const giveWay = (before: LotPlan, fixture: string): LotStep => {
  const plan = giveUpWait(before, fixture);
  return isUnseen(plan, fixture) ? clearResult(plan, fixture, "scan") : { plan, actions: [] };
};

/** The nest expects the scanned serial's board, and runs it as soon as it may. */
const expectBoard = (plan: LotPlan, serial: string, fixture: string): LotStep => {
  // A person asks for this run: the board has all its chances again.
  const fresh = withBoard(plan, serial, { left: NEW_BOARD.left, isAside: false, isMoved: false });
  const waiting = { kind: "waiting", serial, by: "scan", awaits: null } as const;
  return startOrWait(withNest(enterFixture(fresh, fixture, serial), fixture, waiting), fixture);
};

/** A scanned board goes into the nest, wherever it was before. */
export const placeBoard = (now: LotPlan, serial: string, fixture: string): LotStep =>
  inTurn(
    now,
    (plan) => leaveOthers(plan, serial, fixture),
    forgetChoice,
    (plan) => giveWay(plan, fixture),
    (plan) => expectBoard(plan, serial, fixture),
  );
