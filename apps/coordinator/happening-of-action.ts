import type { ToldAction } from "../../libs/lot/lot-action.ts";
import type { LineHappening } from "../../libs/station/station-event.ts";

const at = (fixture: string | null): { readonly fixture?: string } =>
  fixture === null ? {} : { fixture };

/** What the line is told of a decision of its lot. */
export const happeningOf = (action: ToldAction): LineHappening => {
  switch (action.kind) {
    case "wait-for-operator":
      return { ...action, kind: "fixture-waiting" };
    case "clear-result":
      return { ...action, kind: "result-cleared" };
    case "choose-fixture":
      return { kind: "fixture-chosen", ...at(action.fixture) };
    case "lock-fixture":
      return { ...action, kind: "fixture-locked" };
    case "unlock-fixture":
      return { ...action, kind: "fixture-unlocked" };
    case "prove-fixture":
      return { ...action, kind: "fixture-proven" };
    case "fail-check":
      return { ...action, kind: "check-failed" };
    case "close-line":
      return { ...action, kind: "line-closed" };
    case "pause-line":
      return { ...action, kind: "line-paused" };
    case "resume-line":
      return { ...action, kind: "line-resumed" };
    case "refuse-scan": {
      const { serial, fixture, reason, data } = action;
      return { kind: "scan-refused", serial, ...at(fixture), reason, data };
    }
    case "refuse-command": {
      const { command, fixture, reason } = action;
      return { kind: "command-refused", command, ...at(fixture), reason };
    }
    case "fixture-idle":
      return action;
  }
};
