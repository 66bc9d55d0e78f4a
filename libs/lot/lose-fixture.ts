import { NEW_BOARD, withBoard, withNest } from "./change-plan.ts";
import { freeCheckBoard } from "./end-check.ts";
import { isCheckSerial } from "./fixture-check.ts";
import { giveUpWait } from "./give-up-wait.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { withPanel } from "./nest-panel.ts";
import { standResult } from "./nest-result.ts";

/**
 * A worker is gone. What its board went through is unknown until it reports, or until the lot is
 * taken up again: no other fixture gets that board in this sitting.
 */
export const loseFixture = (before: LotPlan, fixture: string): LotStep => {
  const nest = before.nests.get(fixture);
  if (nest === undefined) return { plan: before, actions: [] };
  const unheard = withPanel(giveUpWait(before, fixture), fixture, { news: null });
  if (nest.kind === "out") return { plan: unheard, actions: [] };
  const plan: LotPlan = { ...withNest(unheard, fixture, { kind: "out" }), stationFailed: true };
  const actions = [{ kind: "fixture-idle", fixture, reason: "worker-lost" }] as const;
  if (nest.kind !== "running") return { plan, actions };
  const { serial } = nest;
  if (isCheckSerial(plan, serial)) return { plan: freeCheckBoard(plan, serial), actions };
  const board = plan.boards.get(serial) ?? NEW_BOARD;
  // Its tile says so as soon as the fixture is served again.
  const shown = standResult(plan, { fixture, serial, outcome: "error", failure: null }, board);
  return { plan: withBoard(shown, serial, { outcome: "error", lostIn: fixture }), actions };
};
