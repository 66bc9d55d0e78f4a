import { acknowledge } from "./acknowledge.ts";
import { closeIfHalted, endRunByPolicy } from "./by-policy.ts";
import { putBack, withNest } from "./change-plan.ts";
import { closeLot } from "./close-lot.ts";
import { expireProof } from "./fixture-check.ts";
import { hearNest } from "./hear-nest.ts";
import { endJoining, joinLot } from "./join-lot.ts";
import { lockNest, unlockNest } from "./lock-nest.ts";
import { awaitWorker, loseFixture } from "./lose-fixture.ts";
import type { LotAction } from "./lot-action.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";
import { letResultsGo } from "./nest-result.ts";
import { pauseLine, resumeLine } from "./pause-line.ts";
import { retryByHand } from "./retry-by-hand.ts";
import { serveFixture } from "./serve-fixture.ts";
import { settleLot } from "./settle-lot.ts";
import { startByKey } from "./start-by-hand.ts";
import { takeScan } from "./start-by-scan.ts";
import { holdRun, refuseRun, skipRun, withholdRun } from "./undo-run.ts";
import { hearLatePass, hearOfRun } from "./unknown-end.ts";

/** Nothing new starts; what the operator was to load goes back, and running boards are called off. */
const stopLot = (before: LotPlan): LotStep => {
  if (before.stopped) return { plan: before, actions: [] };
  const isAtWork = [...before.nests.values()].some(({ kind }) => kind === "running");
  if (before.source === "scan" && !isAtWork) {
    // A scanned lot has no other end: the operator's word that this was all.
    return { plan: { ...before, finished: true }, actions: [{ kind: "lot-finished" }] };
  }
  let plan: LotPlan = { ...before, stopped: true };
  const actions: LotAction[] = [];
  for (const { id: fixture } of before.fixtures.toReversed()) {
    const nest = before.nests.get(fixture);
    if (nest?.kind === "running") {
      actions.unshift({ kind: "abort-run", fixture, serial: nest.serial });
    } else if (nest?.kind === "waiting") {
      plan = putBack(withNest(plan, fixture, { kind: "free" }), nest.serial);
    }
  }
  return { plan, actions };
};

const apply = (plan: LotPlan, input: LotInput): LotStep => {
  switch (input.kind) {
    case "fixture-found":
      return joinLot(plan, input);
    case "joining-over":
      return { plan: endJoining(plan), actions: [] };
    case "fixture-ready":
      return serveFixture(plan, input);
    case "fixture-unserved":
      return awaitWorker(plan, input.fixture);
    case "fixture-lost":
      return loseFixture(plan, input.fixture);
    case "nest-news":
      return hearNest(plan, input.news);
    case "run-ended":
      return endRunByPolicy(plan, input);
    case "run-heard-of":
      return hearOfRun(plan, input);
    case "late-pass":
      return hearLatePass(plan, input.serial);
    case "run-refused":
      return refuseRun(plan, input.fixture, input.serial);
    case "run-held":
      return holdRun(plan, input.fixture, input.serial);
    case "hold":
      return { plan: { ...plan, holds: input.holds }, actions: [] };
    case "close":
      return plan.closed ? { plan, actions: [] } : closeLot(plan);
    case "run-skipped":
      return skipRun(plan, input.fixture, input.serial);
    case "run-withheld":
      return withholdRun(plan, input.fixture, input.serial);
    case "check-due":
      return { plan: expireProof(plan, input.fixture), actions: [] };
    case "start":
      return startByKey(plan, input.fixture, input.shown);
    case "scan":
      return takeScan(plan, input);
    case "acknowledge":
      return acknowledge(plan, input.fixture);
    case "retry":
      return retryByHand(plan, input.fixture);
    case "lock":
      return lockNest(plan, input);
    case "unlock":
      return unlockNest(plan, input);
    case "pause":
      return pauseLine(plan, input.by);
    case "resume":
      return resumeLine(plan, input.by);
    case "operator-left":
      return closeIfHalted(letResultsGo({ ...plan, operator: "absent" }));
    case "stop":
      return stopLot(plan);
  }
};

/**
 * The lot after an input, and what is to be done now. Pure: no time, no I/O. A fixture has at most
 * one run, a serial is in at most one fixture, and none that passed is started again.
 * A finished lot takes in late reports and nothing else.
 */
export const nextStep = (plan: LotPlan, input: LotInput): LotStep => {
  if (plan.finished && input.kind !== "run-ended") return { plan, actions: [] };
  const step = apply(plan, input);
  if (step.plan.finished) return step;
  const settled = settleLot(step.plan);
  return { plan: settled.plan, actions: [...step.actions, ...settled.actions] };
};
