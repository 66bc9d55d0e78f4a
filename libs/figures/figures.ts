import type { CauseShare } from "./cause-pareto.ts";
import type { Distribution } from "./distribution.ts";
import type { Groups } from "./groups.ts";
import type { HeatMap } from "./heat-map.ts";
import type { Retests } from "./retests.ts";
import type { StepDrift } from "./step-drift.ts";
import type { StepTimes } from "./step-times.ts";
import type { Suspects } from "./suspects.ts";
import type { YieldOverTime } from "./yield-over-time.ts";

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
