import type { Failure } from "../../../libs/failure/failure.ts";
import { verdictOf } from "../../../libs/failure/verdict.ts";
import type { LotAction } from "../../../libs/lot/lot-action.ts";
import { lotCounts, lotExitCode } from "../../../libs/lot/lot-counts.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { LotPlan } from "../../../libs/lot/lot-plan.ts";
import { nextStep } from "../../../libs/lot/next-step.ts";
import { type LotOrder, openLot } from "../../../libs/lot/open-lot.ts";
import { checkFailureWords } from "../../../libs/station/check-words.ts";

const awaits = (what: string): string => (what === "key" || what === "scan" ? "" : `: ${what}`);

/** Actions as one would say them. */
const say = (action: LotAction): string => {
  switch (action.kind) {
    case "start-run":
      return `${action.fixture} runs ${action.serial} #${action.attempt}`;
    case "abort-run":
      return `${action.fixture} aborts ${action.serial}`;
    case "wait-for-operator":
      if (action.awaits === "acknowledge") {
        const or = { "by-hand": " or retry", elsewhere: " and move", none: "" }[
          action.retry ?? "none"
        ];
        return `${action.fixture} shows ${action.serial}: acknowledge${or}`;
      }
      return `${action.fixture} waits for ${action.serial ?? "a scan"}${awaits(action.awaits)}`;
    case "refuse-scan": {
      const where = action.fixture === null ? "" : ` in ${action.fixture}`;
      return `refused ${action.serial}: ${action.reason}${where}`;
    }
    case "refuse-command":
      return `refused ${action.command} of ${action.fixture ?? "any"}: ${action.reason}`;
    case "clear-result":
      return `${action.fixture} shows ${action.serial} no more: ${action.by}`;
    case "choose-fixture":
      return action.fixture === null ? "none chosen" : `${action.fixture} chosen`;
    case "lock-fixture":
      return `${action.fixture} locked${action.cause === "policy" ? `: ${action.why}` : ""}`;
    case "unlock-fixture":
      return `${action.fixture} unlocked`;
    case "prove-fixture":
      return `${action.fixture} is proven`;
    case "fail-check":
      return `${action.fixture}: ${checkFailureWords(action)}`;
    case "pause-line":
      return action.why === undefined ? "paused" : `paused: ${action.why}`;
    case "close-line":
      return `closed: ${action.why}`;
    case "resume-line":
      return "resumed";
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
    operator: "absent",
    serialRules: [],
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
    plan: () => plan,
    counts: () => lotCounts(plan),
    exit: () => lotExitCode(plan),
  };
};
