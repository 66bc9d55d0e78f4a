import type { LineDecision } from "../../libs/journal/line-decision.ts";
import type { LotAction } from "../../libs/lot/lot-action.ts";

type Decided = Pick<LineDecision, "kind" | "cause" | "fixture" | "by" | "why" | "detail" | "runs">;

const NOBODY = { fixture: null, by: null, why: null, detail: null, runs: [] } as const;

/** What of an action of the lot is kept in the journal; undefined where nothing is. */
export const decisionOf = (action: LotAction): Decided | undefined => {
  switch (action.kind) {
    case "lock-fixture": {
      const { fixture, by, why, cause, detail = null, runs = [] } = action;
      return { kind: "lock", cause, fixture, by, why, detail, runs };
    }
    case "unlock-fixture":
      return { ...NOBODY, kind: "unlock", cause: "hand", fixture: action.fixture, by: action.by };
    case "pause-line": {
      const { by, why = null, runs = [] } = action;
      const cause = why === null ? "hand" : "policy";
      return { ...NOBODY, kind: "pause", cause, by, why, runs };
    }
    case "resume-line":
      return { ...NOBODY, kind: "resume", cause: "hand", by: action.by };
    case "close-line": {
      const { why, runs } = action;
      return { ...NOBODY, kind: "close", cause: "policy", why, runs };
    }
    default:
      return undefined;
  }
};
