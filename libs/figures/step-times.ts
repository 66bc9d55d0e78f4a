import { STEP_NAMES, type StepName } from "../failure/step-name.ts";
import type { RunFacts } from "../run/run-facts.ts";
import type { BoardRun } from "./board-run.ts";
import { type Distribution, distributionOf } from "./distribution.ts";

/** How long one step took in runs that passed, all its passages in a run taken together. */
export interface StepTimes {
  readonly step: StepName;
  readonly times: Distribution;
}

/** How long each step takes, in the order of a run. A run that did not pass was cut short somewhere. */
export const stepTimes = (runs: readonly BoardRun[]): readonly StepTimes[] => {
  const all = new Map<StepName, number[]>(STEP_NAMES.map((step) => [step, []]));
  for (const { facts } of runs) {
    if (facts.verdict !== "pass") continue;
    for (const [step, ms] of sumSteps(facts)) all.get(step)?.push(ms);
  }
  return [...all].flatMap(([step, durations]) => {
    const times = distributionOf(durations);
    return times === null ? [] : [{ step, times }];
  });
};

/** How long each step of a run took in all, in ms. */
export const sumSteps = ({ steps }: RunFacts): ReadonlyMap<StepName, number> => {
  const sums = new Map<StepName, number>();
  for (const { step, durationMs } of steps) sums.set(step, (sums.get(step) ?? 0) + durationMs);
  return sums;
};

/** Whole runs that passed, from start to end; null while none did. */
export const cycleTimes = (runs: readonly BoardRun[]): Distribution | null =>
  distributionOf(
    runs.flatMap(({ facts }) =>
      facts.verdict === "pass" && facts.endedAt !== null
        ? [Date.parse(facts.endedAt) - Date.parse(facts.startedAt)]
        : [],
    ),
  );
