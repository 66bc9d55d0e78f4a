import type { ClearedBy } from "../station/fixture-happening.ts";
import type { CommandRefusal } from "../station/refusal.ts";
import { NEW_BOARD, withBoard, withNest } from "./change-plan.ts";
import { runningIn } from "./find-fixture.ts";
import { isProven } from "./fixture-check.ts";
import { giveUpWait } from "./give-up-wait.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { clearResult } from "./nest-result.ts";
import { refuseCommand } from "./refuse.ts";
import { startOrWait } from "./start-or-wait.ts";
import { takeBoard } from "./take-board.ts";

/** Why the board whose result stands in the nest cannot be run once more there, or undefined. */
export const whyNoRetry = (plan: LotPlan, fixture: string): CommandRefusal | undefined => {
  const nest = plan.nests.get(fixture);
  if (nest === undefined) return "unknown-fixture";
  if (plan.stopped) return "stopping";
  if (plan.closed) return "closed";
  const result = plan.results.get(fixture);
  const board = plan.boards.get(result?.serial ?? "");
  if (result === undefined || board?.outcome === "pass") return "nothing-to-retry";
  const mayHere = result.retry === "elsewhere" && (board?.left.reseats ?? 0) > 0;
  if (result.retry === "elsewhere" && !mayHere) return "retries-used";
  if (result.retry !== "by-hand" && result.retry !== "elsewhere") return result.retry;
  if (board !== undefined && board.lostIn !== null) return "unreported";
  if (plan.paused) return "paused";
  if (plan.locks.has(fixture)) return "locked";
  if (!isProven(plan, fixture)) return "unproven";
  if (runningIn(plan, result.serial) !== undefined) return "in-fixture";
  const takes = ["held", "free", "idle", "waiting"].includes(nest.kind);
  return takes ? undefined : "unfit";
};

/** Runs the board once more in the nest where its result stands, as soon as it may. `whyNoRetry` allows it. */
export const runAgain = (before: LotPlan, fixture: string, by: ClearedBy): LotStep => {
  const serial = before.results.get(fixture)?.serial;
  if (serial === undefined) return { plan: before, actions: [] };
  const seen = clearResult(giveUpWait(before, fixture), fixture, by);
  const { outcome, left } = seen.plan.boards.get(serial) ?? NEW_BOARD;
  const used = outcome === "fail" ? { ...left, reseats: Math.max(0, left.reseats - 1) } : left;
  const plan = withNest(takeBoard(withBoard(seen.plan, serial, { left: used }), serial), fixture, {
    kind: "waiting",
    serial,
    by: "retry",
    awaits: null,
  });
  const started = startOrWait(plan, fixture);
  return { plan: started.plan, actions: [...seen.actions, ...started.actions] };
};

/** A person asks for one more try of the board whose result stands in the nest. */
export const retryByHand = (plan: LotPlan, fixture: string): LotStep => {
  const why = whyNoRetry(plan, fixture);
  return why === undefined
    ? runAgain(plan, fixture, "key")
    : refuseCommand(plan, "retry", fixture, why);
};
