import type { StepName } from "../failure/step-name.ts";
import type { Distribution } from "./distribution.ts";

/** How long one step took in runs that passed, all its passages in a run taken together. */
export interface StepTimes {
  readonly step: StepName;
  readonly times: Distribution;
}
