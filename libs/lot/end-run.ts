import type { FailureCode } from "../failure/failure.ts";
import { afterRun } from "./after-run.ts";
import { NEW_BOARD, putBack, withBoard, withNest } from "./change-plan.ts";
import { closeLot } from "./close-lot.ts";
import { sendAway } from "./hear-nest.ts";
import type { LotInput, LotPlan, LotStep } from "./lot-plan.ts";
import { panelOf, seesHands, startAnew, withPanel } from "./nest-panel.ts";

type RunEnded = Extract<LotInput, { kind: "run-ended" }>;

const HOPE_OF_PORTS: ReadonlyMap<FailureCode | undefined, "hope" | "none"> = new Map([
  ["port-gone", "hope"],
  ["port-hung", "none"],
]);

/**
 * A nest that only lacks its port works again when that is back, if anybody watches for it. One whose
 * port hangs works again when it was unplugged and is back; nobody waits for that.
 */
const putAside = (
  plan: LotPlan,
  { fixture, failure }: RunEnded,
  unpluggedBefore: number,
): LotStep => {
  const { news } = panelOf(plan, fixture);
  const hope = HOPE_OF_PORTS.get(failure?.code);
  if (hope === undefined || news === null || news.ports === null) return takeOut(plan, fixture);
  const { unplugs } = news.counts;
  if (news.ports === "here" && unplugs > unpluggedBefore) {
    return { plan: withNest(plan, fixture, { kind: "free" }), actions: [] };
  }
  const needed = Math.max(unplugs, unpluggedBefore + 1);
  return sendAway(plan, fixture, { unplugs: needed, hope, reason: "ports-gone" });
};

/** The board stays in the nest, or comes back into it. */
const keepHere = (
  plan: LotPlan,
  { fixture, serial }: RunEnded,
  by: "order" | "retry",
): LotStep => ({
  plan: withNest(plan, fixture, { kind: "waiting", serial, by, awaits: null }),
  actions: [],
});

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
  const judged = startAnew(withBoard(plan, serial, { outcome }), fixture);
  const next = afterRun(outcome, failure, left);
  switch (next.kind) {
    case "finish": {
      // Who reached into the nest has not given the board up: the next serial must not go to it. That
      // it was so may be heard only after the run's end.
      const isInHand = outcome === "aborted" && seesHands(panelOf(plan, fixture));
      if (isInHand && !plan.stopped && !plan.closed && plan.trigger !== "auto") {
        return keepHere(judged, ended, "order");
      }
      return { plan: withNest(judged, fixture, { kind: "free" }), actions: [] };
    }
    case "retry": {
      if (plan.stopped || plan.closed) {
        return { plan: withNest(judged, fixture, { kind: "free" }), actions: [] };
      }
      const used =
        outcome === "fail"
          ? { ...left, retries: left.retries - 1 }
          : { ...left, errorRetries: left.errorRetries - 1 };
      return keepHere(withBoard(judged, serial, { left: used }), ended, "retry");
    }
    case "close":
      return closeLot(withNest(judged, fixture, { kind: "free" }));
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
  return takeOut(undoStart(plan, fixture, serial), fixture);
};

const undoStart = (plan: LotPlan, fixture: string, serial: string): LotPlan =>
  putBack(uncount(plan, fixture, serial), serial);

const uncount = (plan: LotPlan, fixture: string, serial: string): LotPlan => {
  const { attempts } = plan.boards.get(serial) ?? NEW_BOARD;
  return startAnew(withBoard(plan, serial, { attempts: attempts - 1 }), fixture);
};

/** A run that could not be sent for want of what its board needs: the next one may have it. */
export const skipRun = (plan: LotPlan, fixture: string, serial: string): LotStep => {
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "running" || nest.serial !== serial) return { plan, actions: [] };
  return { plan: withNest(uncount(plan, fixture, serial), fixture, { kind: "free" }), actions: [] };
};

/** A run of a closed lot that was not sent: the board is as it was, its fixture is fit. */
export const withholdRun = (plan: LotPlan, fixture: string, serial: string): LotStep => {
  const nest = plan.nests.get(fixture);
  if (nest?.kind !== "running" || nest.serial !== serial) return { plan, actions: [] };
  const undone = withNest(undoStart(plan, fixture, serial), fixture, { kind: "free" });
  return { plan: undone, actions: [{ kind: "fixture-idle", fixture, reason: "done" }] };
};

/**
 * A worker is gone. What its board went through is unknown until it reports, or until the lot is
 * taken up again: no other fixture gets that board in this sitting.
 */
export const loseFixture = (plan: LotPlan, fixture: string): LotStep => {
  const nest = plan.nests.get(fixture);
  if (nest === undefined || nest.kind === "out") return { plan, actions: [] };
  const unheard = withPanel(plan, fixture, { news: null });
  const lost: LotPlan = { ...withNest(unheard, fixture, { kind: "out" }), stationFailed: true };
  const actions = [{ kind: "fixture-idle", fixture, reason: "worker-lost" }] as const;
  if (nest.kind === "running") {
    const board = { outcome: "error", lostIn: fixture } as const;
    return { plan: withBoard(lost, nest.serial, board), actions };
  }
  return { plan: nest.kind === "waiting" ? putBack(lost, nest.serial) : lost, actions };
};
