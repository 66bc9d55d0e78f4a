import type { LotPlan, LotStep } from "./lot-plan.ts";
import { clearResult } from "./nest-result.ts";
import { refuseScan, type ScanProblem } from "./refuse.ts";
import { heldBoard } from "./unknown-end.ts";

/** What a fixture's label may begin with, lest it be taken for a serial. */
export const LABEL = "fixture:";

/** The fixture whose label was scanned, unless the lot has a serial of that name. */
export const fixtureOfLabel = (plan: LotPlan, text: string): string | undefined => {
  if (plan.source === "list" && plan.boards.has(text)) return undefined;
  const id = text.startsWith(LABEL) ? text.slice(LABEL.length) : text;
  return plan.nests.has(id) ? id : undefined;
};

const whyNot = (plan: LotPlan, fixture: string): ScanProblem["reason"] | undefined => {
  if (plan.stopped) return "stopping";
  if (plan.closed) return "closed";
  if (plan.locks.has(fixture)) return "locked";
  if (heldBoard(plan, fixture) !== undefined) return "running";
  const nest = plan.nests.get(fixture);
  switch (nest?.kind) {
    case "running":
      return "running";
    case "waiting":
      // Its board is due another try there.
      return nest.by === "retry" ? "running" : undefined;
    case "free":
    case "held":
    case "idle":
      return undefined;
    default:
      return "unfit";
  }
};

/** The next serial goes to this nest. Whoever scans its label stands before it, and has seen its result. */
export const chooseNest = (plan: LotPlan, fixture: string, label: string): LotStep => {
  const reason = whyNot(plan, fixture);
  if (reason !== undefined) return refuseScan(plan, label, { reason, fixture });
  const seen = clearResult(plan, fixture, "scan");
  return {
    plan: { ...seen.plan, chosen: fixture },
    actions: [...seen.actions, { kind: "choose-fixture", fixture }],
  };
};

/** Forgets the choice, if one was made. */
export const forgetChoice = (plan: LotPlan): LotStep =>
  plan.chosen === null
    ? { plan, actions: [] }
    : {
        plan: { ...plan, chosen: null },
        actions: [{ kind: "choose-fixture", fixture: null }],
      };

/** Forgets the choice of a nest that cannot take a board any more. */
export const reviewChoice = (plan: LotPlan): LotStep => {
  const { chosen } = plan;
  const holds = chosen !== null && whyNot(plan, chosen) === undefined;
  return holds ? { plan, actions: [] } : forgetChoice(plan);
};
