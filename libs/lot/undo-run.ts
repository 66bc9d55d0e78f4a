import { putBack, withNest, withRuns } from "./change-plan.ts";
import { freeCheckBoard } from "./end-check.ts";
import { freeUnbegun } from "./lose-fixture.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { startAnew } from "./nest-panel.ts";
import { openBoard } from "./open-board.ts";
import { takeOut } from "./put-aside.ts";

/** What becomes of the nest and its board; the run is not counted any more. */
type Undone = (uncounted: LotPlan, fixture: string, serial: string) => LotStep;

/**
 * Takes back a run that was decided on and never began. Where its worker is gone by now the board is as it
 * was, whatever kept the run from beginning; a run that is over already is let alone.
 */
const undoing =
  (undone: Undone) =>
  (plan: LotPlan, fixture: string, serial: string): LotStep => {
    const nest = plan.nests.get(fixture);
    const open = openBoard(nest, serial);
    if (open !== undefined) return { plan: freeUnbegun(plan, fixture, open), actions: [] };
    if (nest?.kind !== "running" || nest.serial !== serial) return { plan, actions: [] };
    const uncounted = freeCheckBoard(withRuns(plan, serial, -1), serial);
    return undone(startAnew(uncounted, fixture), fixture, serial);
  };

/** A job nothing was done with: the board is as it was, its fixture is taken out. */
export const refuseRun = undoing((plan, fixture, serial) =>
  takeOut(putBack(plan, serial), fixture),
);

/** A job that was not begun for the station's trouble: the board waits where it is, and starts without a further word. */
export const holdRun = undoing((plan, fixture, serial) => {
  if (plan.stopped || plan.closed) {
    return { plan: withNest(putBack(plan, serial), fixture, { kind: "free" }), actions: [] };
  }
  const waiting = { kind: "waiting", serial, by: "retry", awaits: null } as const;
  return { plan: withNest(plan, fixture, waiting), actions: [] };
});

/** A run that could not be sent for want of what its board needs: the next one may have it. */
export const skipRun = undoing((plan, fixture) => ({
  plan: withNest(plan, fixture, { kind: "free" }),
  actions: [],
}));

/** A run that was not sent, since the lot is closed or the worker gone: the board is as it was, its fixture is fit. */
export const withholdRun = undoing((plan, fixture, serial) => ({
  plan: withNest(putBack(plan, serial), fixture, { kind: "free" }),
  actions: [{ kind: "fixture-idle", fixture, reason: "done" }],
}));
