import type { BoardRun } from "./board-run.ts";
import { type CauseShare, causePareto } from "./cause-pareto.ts";
import type { Distribution } from "./distribution.ts";
import type { FigureGround } from "./figure-ground.ts";
import { type Groups, groupRuns } from "./groups.ts";
import { type HeatMap, heatMap } from "./heat-map.ts";
import { findRetests, type Retests } from "./retests.ts";
import { type StepDrift, stepDrifts } from "./step-drift.ts";
import { cycleTimes, type StepTimes, stepTimes } from "./step-times.ts";
import { findSuspects, type Suspects } from "./suspects.ts";
import { type YieldOverTime, yieldOverTime } from "./yield-over-time.ts";

/** Every figure of a report but its totals. Fixtures are named with their station where there are several. */
export interface Figures {
  readonly by: Groups;
  readonly overTime: YieldOverTime;
  /** Most runs first. */
  readonly causes: readonly CauseShare[];
  readonly heatMap: HeatMap;
  readonly suspects: Suspects;
  readonly retests: Retests;
  /** Whole runs that passed, from start to end; null while none did. */
  readonly cycle: Distribution | null;
  /** In the order of a run. */
  readonly steps: readonly StepTimes[];
  /** The surest first. */
  readonly drifts: readonly StepDrift[];
}

/** Makes all figures of the runs in view, which are given in order of start. */
export const figuresOf = (runs: readonly BoardRun[], ground: FigureGround): Figures => ({
  by: groupRuns(runs, ground),
  overTime: yieldOverTime(runs, ground),
  causes: causePareto(runs),
  heatMap: heatMap(runs, ground),
  suspects: findSuspects(runs, ground),
  retests: findRetests(runs, ground),
  cycle: cycleTimes(runs),
  steps: stepTimes(runs),
  drifts: stepDrifts(runs, ground),
});
