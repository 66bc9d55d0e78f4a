/** The steps of a run, in the order they happen (erase and write may alternate by region). */
export const STEP_NAMES = [
  "prepare",
  "link",
  "identify",
  "backup",
  "erase",
  "write",
  "verify",
  "boot",
  "release",
] as const;

/** A part of a run. */
export type StepName = (typeof STEP_NAMES)[number];
