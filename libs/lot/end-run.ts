import { afterRun } from "./after-run.ts";
import { NEW_BOARD, putBack, startRun, withBoard, withNest } from "./change-plan.ts";
import { sendAway } from "./hear-nest.ts";
import type { LotInput, LotPlan, LotStep } from "./lot-plan.ts";

type RunEnded = Extract<LotInput, { kind: "run-ended" }>;

/** A nest that only lacks its port works again when that is back, if anybody watches for it. */
const putAside = (
  plan: LotPlan,
  { fixture, failure }: RunEnded,
  unpluggedBefore: number,
): LotStep => {
  const news = plan.news.get(fixture);
  if (failure?.code !== "port-gone" || !news || news.ports === null) return takeOut(plan, fixture);
  const { unplugs } = news.counts;
  if (news.ports === "here" && unplugs > unpluggedBefore) {
    return { plan: withNest(plan, fixture, { kind: "free" }), actions: [] };
  }
  return sendAway(plan, fixture, Math.max(unplugs, unpluggedBefore + 1), "hope");
};

const takeOut = (plan: LotPlan, fixture: string): LotStep => ({
  plan: { ...withNest(plan, fixture, { kind: "out" }), stationFailed: true },
  actions: [{ kind: "fixture-idle", fixture, reason: "taken-out" }],
});

/** A run's verdict: the board is done, tried again, or moved on. A report nobody waits for is ignored. */
export const endRun = (plan: LotPlan, ended: RunEnded): LotStep => {
  const { fixture, serial, outcome, failure } = ended;
  const board = plan.boards.get(serial) ?? NEW_BOARD;
  if (board.lostIn === fixture) {
    return { plan: withBoard(plan, serial, { outcome, lostIn: null }), actions: [] };
  }
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "running" || nest.serial !== serial) return { plan, actions: [] };

  const { left } = board;
  const judged = withBoard(plan, serial, { outcome });
  const next = afterRun(outcome, failure, left);
  switch (next.kind) {
    case "finish":
      return { plan: withNest(judged, fixture, { kind: "free" }), actions: [] };
    case "retry": {
      if (plan.stopped) return { plan: withNest(judged, fixture, { kind: "free" }), actions: [] };
      const used =
        outcome === "fail"
          ? { ...left, retries: left.retries - 1 }
          : { ...left, errorRetries: left.errorRetries - 1 };
      const again = withBoard(judged, serial, { left: used });
      if (plan.news.get(fixture)?.ports !== "gone") return startRun(again, fixture, serial);
      return { plan: putBack(withNest(again, fixture, { kind: "free" }), serial), actions: [] };
    }
    case "take-out": {
      if (next.board === "finish") return putAside(judged, ended, nest.unplugs);
      const used = { ...left, moves: left.moves - 1 };
      const moved = putBack(withBoard(judged, serial, { left: used }), serial);
      return putAside(moved, ended, nest.unplugs);
    }
  }
};

/** A job nothing was done with: the board is as it was, its fixture is taken out. */
export const refuseRun = (plan: LotPlan, fixture: string, serial: string): LotStep => {
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "running" || nest.serial !== serial) return { plan, actions: [] };
  const { attempts } = plan.boards.get(serial) ?? NEW_BOARD;
  const undone = withBoard(plan, serial, { attempts: attempts - 1 });
  return takeOut(putBack(undone, serial), fixture);
};

/**
 * A worker is gone. What its board went through is unknown until it reports, or until the lot is
 * taken up again: no other fixture gets that board in this sitting.
 */
export const loseFixture = (plan: LotPlan, fixture: string): LotStep => {
  const nest = plan.nests.get(fixture);
  if (nest === undefined || nest.kind === "out") return { plan, actions: [] };
  const lost: LotPlan = { ...withNest(plan, fixture, { kind: "out" }), stationFailed: true };
  const actions = [{ kind: "fixture-idle", fixture, reason: "worker-lost" }] as const;
  if (nest.kind === "running") {
    const board = { outcome: "error", lostIn: fixture } as const;
    return { plan: withBoard(lost, nest.serial, board), actions };
  }
  return { plan: nest.kind === "waiting" ? putBack(lost, nest.serial) : lost, actions };
};
