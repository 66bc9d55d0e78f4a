import type { NextTry } from "../failure/catalogue-entry.ts";
import { NEW_BOARD } from "./change-plan.ts";
import { fixturesThat } from "./find-fixture.ts";
import type { LotInput } from "./lot-input.ts";
import type { LotPlan } from "./lot-plan.ts";
import { nextStep } from "./next-step.ts";

type RunEnded = Extract<LotInput, { readonly kind: "run-ended" }>;

/** What a run's end leads to for its board. */
export interface BoardOutlook {
  readonly next: NextTry;
  /** Other fixtures in which it failed before in this sitting. */
  readonly failedIn: readonly string[];
}

const nextOf = (plan: LotPlan, fixture: string, serial: string): NextTry => {
  const [place] = fixturesThat(
    plan,
    (nest) => (nest.kind === "waiting" || nest.kind === "running") && nest.serial === serial,
  );
  if (place === fixture) return "repeated";
  const result = plan.results.get(fixture);
  const shown = result?.serial === serial ? result : undefined;
  const isMoved = place !== undefined || plan.queue.includes(serial);
  if (isMoved || shown?.retry === "elsewhere") return "elsewhere";
  return shown?.retry === "by-hand" && plan.operator === "present" ? "by-hand" : "none";
};

/** What the end of a run will lead to for its board, before the plan is told of it. */
export const foreseeTry = (plan: LotPlan, ended: RunEnded): BoardOutlook => {
  const { fixture, serial } = ended;
  const after = nextStep(plan, ended).plan;
  const { failedIn } = plan.boards.get(serial) ?? NEW_BOARD;
  return {
    next: ended.outcome === "pass" ? "none" : nextOf(after, fixture, serial),
    failedIn: failedIn.filter((id) => id !== fixture),
  };
};
