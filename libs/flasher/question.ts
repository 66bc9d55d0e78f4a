import type { StepName } from "../failure/step-name.ts";

/** What is being asked, for the failure if no answer comes. */
export interface Question {
  readonly step: StepName;
  readonly command: string;
  readonly address?: number;
}
