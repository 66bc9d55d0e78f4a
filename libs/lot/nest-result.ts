import { boardFate } from "../failure/board-fate.ts";
import type { Failure } from "../failure/failure.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { ClearedBy } from "../station/fixture-happening.ts";
import { withNest } from "./change-plan.ts";
import type { BoardPlan, LotPlan, LotStep, NestResult } from "./lot-plan.ts";
import { heedAnew } from "./nest-panel.ts";
import { triggerOf } from "./trigger-of.ts";

/** How a run ended. */
export interface RunEnd {
  readonly fixture: string;
  readonly serial: string;
  readonly outcome: Outcome;
  readonly failure: Failure | null;
}

/** The plan with another result on one nest, as the newest; without any if null. */
export const withResult = (plan: LotPlan, fixture: string, result: NestResult | null): LotPlan => {
  const results = new Map(plan.results);
  results.delete(fixture);
  if (result !== null) results.set(fixture, result);
  return { ...plan, results };
};

/** Whether results must be acknowledged: a machine that loads boards sees its own signals. */
const needsOf = (plan: LotPlan, { fixture, outcome }: RunEnd): NestResult["needs"] =>
  outcome !== "pass" && triggerOf(plan, fixture) !== "auto" && plan.operator === "present"
    ? "acknowledge"
    : "nothing";

const retryOf = (
  { outcome, failure }: RunEnd,
  { left }: Pick<BoardPlan, "left">,
  isAside: boolean,
): NestResult["retry"] => {
  if (isAside || boardFate(failure) === "set-aside") return "set-aside";
  // A fail is the board's own: it is seated again once. What was not its fault may be tried as often as asked.
  return outcome === "fail" && left.reseats === 0 ? "retries-used" : "by-hand";
};

/**
 * The result of a run stands on its nest until it is seen, or its board leaves. `board`: as it was before the run;
 * `tried`: where it goes on, if it does.
 */
export const standResult = (
  plan: LotPlan,
  end: RunEnd,
  board: Pick<BoardPlan, "left">,
  tried: "here" | "elsewhere" = "here",
): LotPlan => {
  const { fixture, serial, outcome } = end;
  const needs = needsOf(plan, end);
  const isAside = plan.boards.get(serial)?.isAside === true;
  const retry = tried === "elsewhere" ? tried : retryOf(end, board, isAside);
  return withResult(plan, fixture, { serial, outcome, needs, retry });
};

/** Whether the nest takes no other board before a person has seen its result. */
export const isUnseen = ({ results }: LotPlan, fixture: string): boolean =>
  results.get(fixture)?.needs === "acknowledge";

/**
 * The nest whose result has waited longest to be seen, of those that show it: a nest that is gone does not.
 * `among`: of these; absent: of all.
 */
export const longestUnseen = (
  { results, nests }: LotPlan,
  among?: readonly string[],
): string | undefined =>
  [...results.keys()].find(
    (fixture) =>
      nests.get(fixture)?.kind === "held" && (among === undefined || among.includes(fixture)),
  );

/** The nest with the result of the serial, if that waits to be seen. */
export const unseenOf = ({ results }: LotPlan, serial: string): string | undefined =>
  [...results].find(([, it]) => it.needs === "acknowledge" && it.serial === serial)?.[0];

/** Takes the result off its nest, if there is one; what was held is free. */
export const clearResult = (before: LotPlan, fixture: string, by: ClearedBy): LotStep => {
  const result = before.results.get(fixture);
  if (result === undefined) return { plan: before, actions: [] };
  const { serial } = result;
  const wasUnseen = isUnseen(before, fixture);
  const cleared = withResult(before, fixture, null);
  const plan = wasUnseen ? release(cleared, fixture) : cleared;
  return { plan, actions: [{ kind: "clear-result", fixture, serial, by }] };
};

/** Hands that were at a nest with an unseen result, to seat its board again perhaps, have asked for no other board. */
const release = (before: LotPlan, fixture: string): LotPlan => {
  const plan = heedAnew(before, fixture);
  return plan.nests.get(fixture)?.kind === "held"
    ? withNest(plan, fixture, { kind: "free" })
    : plan;
};

/** Nobody is there any more to see results: none is waited for. */
export const letResultsGo = (before: LotPlan): LotPlan => {
  const unseen = [...before.results.keys()].filter((fixture) => isUnseen(before, fixture));
  const results = [...before.results].map(([fixture, result]): [string, NestResult] => [
    fixture,
    { ...result, needs: "nothing" },
  ]);
  const plan: LotPlan = { ...before, results: new Map(results) };
  return unseen.reduce(release, plan);
};
