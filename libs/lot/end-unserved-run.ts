import { afterRun, spendRetry } from "./after-run.ts";
import { NEW_BOARD, putBack, withBoard, withNest } from "./change-plan.ts";
import { closeLot } from "./close-lot.ts";
import { freeCheckBoard } from "./end-check.ts";
import { isCheckSerial } from "./fixture-check.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep, UnservedBoard } from "./lot-plan.ts";
import { standResult } from "./nest-result.ts";

type RunEnded = Extract<LotInput, { kind: "run-ended" }>;

/**
 * The run of a nest whose worker is gone has reported all the same, by the journal or by another way: its
 * board is done, or due another try when the nest is served again. `judged`: the plan with its verdict.
 */
export const endUnservedRun = (
  judged: LotPlan,
  { fixture, serial, outcome, failure }: RunEnded,
  board: UnservedBoard,
): LotStep => {
  const empty = (plan: LotPlan): LotPlan =>
    withNest(plan, fixture, { kind: "unserved", board: null });
  // What a check board showed in a worker that died is shown anew.
  if (isCheckSerial(judged, serial)) {
    return { plan: empty(freeCheckBoard(judged, serial)), actions: [] };
  }
  const { left, failedIn } = judged.boards.get(serial) ?? NEW_BOARD;
  const shown = standResult(empty(judged), { fixture, serial, outcome, failure }, { left });
  const next = afterRun(outcome, failure, left);
  switch (next.kind) {
    // Where it goes on is decided when somebody is there to carry it.
    case "move":
    case "finish":
      return { plan: shown, actions: [] };
    case "close":
      return closeLot(shown);
    case "retry": {
      if (judged.stopped || judged.closed) return { plan: shown, actions: [] };
      const used = spendRetry(outcome, left);
      const again = failedIn.filter((id) => id !== fixture);
      const due = withBoard(judged, serial, { left: used, failedIn: again, isAside: false });
      return {
        plan: withNest(due, fixture, { kind: "unserved", board: { ...board, run: "retry" } }),
        actions: [],
      };
    }
    case "take-out": {
      if (next.board === "finish") return { plan: shown, actions: [] };
      const used = { ...left, moves: left.moves - 1 };
      return { plan: putBack(withBoard(shown, serial, { left: used }), serial), actions: [] };
    }
  }
};
