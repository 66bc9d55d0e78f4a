import type { StepName } from "../failure/step-name.ts";

/** A step of a run, as it was heard of. A run that starts over has some of them twice: the last counts. */
export interface StepTime {
  readonly step: StepName;
  /** ISO time. */
  readonly startedAt: string;
  /** Null while it goes on, and of one that failed or whose end was not heard. */
  readonly durationMs: number | null;
}

/** The steps with one that begins: it goes to the end, also if it was done before. */
export const beginStep = (
  steps: readonly StepTime[],
  step: StepName,
  startedAt: string,
): readonly StepTime[] => [
  ...steps.filter((known) => known.step !== step),
  { step, startedAt, durationMs: null },
];

/** The steps with the end of one, whether its begin was heard or not. `at`: ISO time of the end. */
export const endStep = (
  steps: readonly StepTime[],
  step: StepName,
  durationMs: number,
  at: string,
): readonly StepTime[] => {
  const isKnown = steps.some((known) => known.step === step);
  const startedAt = new Date(Date.parse(at) - durationMs).toISOString();
  return isKnown
    ? steps.map((known) => (known.step === step ? { ...known, durationMs } : known))
    : [...steps, { step, startedAt, durationMs }];
};
