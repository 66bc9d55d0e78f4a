import type { Failure } from "../../../libs/failure/failure.ts";
import { verdictOf } from "../../../libs/failure/verdict.ts";
import { lotCounts, lotExitCode } from "../../../libs/lot/lot-counts.ts";
import type { LotAction, LotInput, LotPlan } from "../../../libs/lot/lot-plan.ts";
import { nextStep } from "../../../libs/lot/next-step.ts";
import { type LotOrder, openLot } from "../../../libs/lot/open-lot.ts";

const awaits = (what: string): string => (what === "key" || what === "scan" ? "" : `: ${what}`);

/** Actions as one would say them. */
const say = (action: LotAction): string => {
  switch (action.kind) {
    case "start-run":
      return `${action.fixture} runs ${action.serial} #${action.attempt}`;
    case "abort-run":
      return `${action.fixture} aborts ${action.serial}`;
    case "wait-for-operator":
      return `${action.fixture} waits for ${action.serial ?? "a scan"}${awaits(action.awaits)}`;
    case "refuse-scan":
      return `refused ${action.serial}: ${action.why}`;
    case "refuse-start":
      return `refused start of ${action.fixture ?? "any"}: ${action.why}`;
    case "fixture-idle":
      return `${action.fixture} idle: ${action.reason}`;
    case "lot-finished":
      return "finished";
  }
};

/** A lot of three serials and two fixtures, unless the order says otherwise, that is told things one after the other. */
export const lotOf = (order: Partial<LotOrder>) => {
  const opened = openLot({
    serials: ["A", "B", "C"],
    fixtures: [
      { id: "F1", retries: 1 },
      { id: "F2", retries: 1 },
    ],
    trigger: "auto",
    earlier: new Map(),
    ...order,
  });
  let plan: LotPlan = opened.plan;
  const tell = (input: LotInput): string[] => {
    const step = nextStep(plan, input);
    plan = step.plan;
    return step.actions.map(say);
  };
  return {
    opened: opened.actions.map(say),
    tell,
    ready: (fixture: string) => tell({ kind: "fixture-ready", fixture }),
    pass: (fixture: string, serial: string) =>
      tell({ kind: "run-ended", fixture, serial, outcome: "pass", failure: null }),
    abort: (fixture: string, serial: string) =>
      tell({ kind: "run-ended", fixture, serial, outcome: "aborted", failure: null }),
    breaks: (fixture: string, serial: string, failure: Failure) =>
      tell({ kind: "run-ended", fixture, serial, outcome: verdictOf(failure).outcome, failure }),
    counts: () => lotCounts(plan),
    exit: () => lotExitCode(plan),
  };
};
