import { boardFate } from "../failure/board-fate.ts";
import { afterRun, spendRetry } from "./after-run.ts";
import { NEW_BOARD, putBack, withBoard, withNest } from "./change-plan.ts";
import { closeLot } from "./close-lot.ts";
import { endCheck } from "./end-check.ts";
import { endUnservedRun } from "./end-unserved-run.ts";
import { hasElsewhere } from "./find-elsewhere.ts";
import { purposeOf } from "./fixture-check.ts";
import { kindOf } from "./kind-of.ts";
import type { LotInput } from "./lot-input.ts";
import type { BoardPlan, LotPlan, LotStep } from "./lot-plan.ts";
import { NO_FIXTURE_POLICY } from "./lot-policy.ts";
import { panelOf, seesHands, startAnew } from "./nest-panel.ts";
import { standResult } from "./nest-result.ts";
import { openBoard } from "./open-board.ts";
import { putAside } from "./put-aside.ts";
import { triggerOf } from "./trigger-of.ts";
import { endUnknown } from "./unknown-end.ts";

type RunEnded = Extract<LotInput, { kind: "run-ended" }>;

/** The board stays in the nest, or comes back into it. */
const keepHere = (
  plan: LotPlan,
  { fixture, serial }: RunEnded,
  by: "order" | "retry",
): LotStep => ({
  plan: withNest(plan, fixture, { kind: "waiting", serial, by, awaits: null }),
  actions: [],
});

/** Fixtures it has failed in, this one included if it did. */
const failuresOf = ({ failedIn }: BoardPlan, { fixture, outcome }: RunEnded): readonly string[] =>
  outcome === "fail" ? [...new Set([...failedIn, fixture])] : failedIn;

/** A board that must not go on is set aside, whoever scans it: one that failed wherever it was tried, too. */
const judge = (plan: LotPlan, ended: RunEnded): LotPlan => {
  const { fixture, serial, outcome, failure } = ended;
  const failedIn = failuresOf(plan.boards.get(serial) ?? NEW_BOARD, ended);
  const isBad = outcome === "fail" && failedIn.length > 1;
  const isAside = outcome !== "pass" && (isBad || boardFate(failure) === "set-aside");
  const kind = kindOf(plan, fixture);
  return withBoard(plan, serial, {
    ...{ outcome, lostIn: null, isAside },
    ...{ failedIn, kind, isMoved: false },
  });
};

/** Whether another fixture is to try the board, by the policy of the one it first failed in. */
const elsewhereOf = (plan: LotPlan, { serial }: RunEnded): "open" | "none" => {
  const { failedIn } = plan.boards.get(serial) ?? NEW_BOARD;
  const policy = plan.fixtures.find(({ id }) => id === failedIn[0])?.policy ?? NO_FIXTURE_POLICY;
  const isLeft = failedIn.length <= policy.otherFixtures && !plan.stopped && !plan.closed;
  return isLeft && hasElsewhere(plan, serial) ? "open" : "none";
};

/** What a lost fixture's board went through is heard at last: its tile shows it, if it still shows that board. */
const reportLate = (plan: LotPlan, ended: RunEnded, board: BoardPlan): LotStep => {
  const judged = judge(plan, ended);
  const isShown = plan.results.get(ended.fixture)?.serial === ended.serial;
  return { plan: isShown ? standResult(judged, ended, board) : judged, actions: [] };
};

/** A run's verdict: the board is done, tried again, or moved on. A report nobody waits for is ignored. */
export const endRun = (plan: LotPlan, ended: RunEnded): LotStep => {
  const { fixture, serial, outcome, failure } = ended;
  const board = plan.boards.get(serial) ?? NEW_BOARD;
  const nest = plan.nests.get(fixture);
  const open = openBoard(nest, serial);
  if (open !== undefined) {
    const isProduct = purposeOf(plan, fixture, serial) === "product";
    return endUnservedRun(isProduct ? judge(plan, ended) : plan, ended, open);
  }
  if (plan.unknown.get(serial)?.fixture === fixture) {
    return endUnknown(judge(plan, ended), ended);
  }
  if (board.lostIn === fixture) return reportLate(plan, ended, board);
  if (nest?.kind !== "running" || nest.serial !== serial) return { plan, actions: [] };
  const { unplugs } = nest;
  const purpose = purposeOf(plan, fixture, serial);
  if (purpose !== "product") return endCheck(plan, ended, { purpose, unplugs });

  const { left } = board;
  const judged = startAnew(judge(plan, ended), fixture);
  const next = afterRun(outcome, failure, left, elsewhereOf(judged, ended));
  const shown = standResult(judged, ended, board, next.kind === "move" ? "elsewhere" : "here");
  switch (next.kind) {
    case "finish": {
      // Who reached into the nest has not given the board up: the next serial must not go to it. That
      // it was so may be heard only after the run's end.
      const isInHand = outcome === "aborted" && seesHands(panelOf(plan, fixture));
      if (isInHand && !plan.stopped && !plan.closed && triggerOf(plan, fixture) !== "auto") {
        return keepHere(judged, ended, "order");
      }
      return { plan: withNest(shown, fixture, { kind: "free" }), actions: [] };
    }
    case "retry": {
      if (plan.stopped || plan.closed) {
        return { plan: withNest(shown, fixture, { kind: "free" }), actions: [] };
      }
      const used = spendRetry(outcome, left);
      // It has not failed here before its last try here has.
      const again = { left: used, failedIn: board.failedIn, isAside: false };
      return keepHere(withBoard(judged, serial, again), ended, "retry");
    }
    case "move": {
      const moving = withBoard(shown, serial, { isMoved: true });
      // Where serials are scanned whoever carries the board says where it is.
      const moved = plan.source === "list" ? putBack(moving, serial) : moving;
      return { plan: withNest(moved, fixture, { kind: "free" }), actions: [] };
    }
    case "close":
      return closeLot(withNest(shown, fixture, { kind: "free" }));
    case "take-out": {
      if (next.board === "finish") return putAside(shown, ended, unplugs);
      const used = { ...left, moves: left.moves - 1 };
      // It goes to no fixture by itself in which it has failed.
      const isMoved = board.failedIn.length > 0;
      const moved = putBack(withBoard(shown, serial, { left: used, isMoved }), serial);
      return putAside(moved, ended, unplugs);
    }
  }
};
