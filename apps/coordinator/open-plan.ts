import type { LotPlan, LotStep } from "../../libs/lot/lot-plan.ts";
import { openLot } from "../../libs/lot/open-lot.ts";
import { policiesOf } from "./prepare/prepare-policy.ts";
import { serialRulesOf } from "./prepare/prepare-serials.ts";
import type { LotParts } from "./records/lot-parts.ts";
import { locksOn } from "./records/read-locks.ts";

/** The lot as it begins: what was asked for, and what the journal knows of it. `checks`: what fixtures have yet to show. */
export const openPlan = (parts: LotParts, checks: LotPlan["checks"]): LotStep => {
  const { jig, recipes, joining } = parts.prepared;
  return openLot({
    serials: parts.request.serials,
    ...policiesOf(jig, recipes),
    trigger: jig.trigger,
    joining: joining === undefined ? "closed" : "open",
    operator: parts.operatorLeft === undefined ? "absent" : "present",
    serialRules: serialRulesOf(parts.prepared),
    earlier: parts.earlier,
    unknown: new Map((parts.unknown ?? []).map((sent) => [sent.serial, sent])),
    checks,
    locks: locksOn(jig, parts.locks ?? new Map()),
    checkRuns: parts.checkRuns,
  });
};
