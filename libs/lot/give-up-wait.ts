import { putBack, withNest } from "./change-plan.ts";
import type { LotPlan } from "./lot-plan.ts";
import { panelOf } from "./nest-panel.ts";
import { standResult } from "./nest-result.ts";

/**
 * The nest waits for its serial no longer: that goes back to the lot. A board that failed and lies in it
 * shows so again.
 */
export const giveUpWait = (before: LotPlan, fixture: string): LotPlan => {
  const nest = before.nests.get(fixture);
  if (nest?.kind !== "waiting") return before;
  const { serial } = nest;
  const plan = putBack(withNest(before, fixture, { kind: "free" }), serial);
  const board = serial === null ? undefined : plan.boards.get(serial);
  const isItsLast = serial !== null && panelOf(plan, fixture).last === serial;
  if (!isItsLast || board === undefined) return plan;
  const { outcome } = board;
  if (outcome === null || outcome === "pass") return plan;
  // The try that is given up was allowed, and is still to be had.
  const reseats = nest.by === "retry" ? Math.max(1, board.left.reseats) : board.left.reseats;
  const left = { ...board.left, reseats };
  return standResult(plan, { fixture, serial, outcome, failure: null }, { left });
};
