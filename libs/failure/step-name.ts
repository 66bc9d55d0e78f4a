/** The steps of a run, in the order they happen; a run that starts over or repairs goes back. */
export const STEP_NAMES = [
  "prepare",
  "link",
  "identify",
  "backup",
  "compare",
  "erase",
  "write",
  "verify",
  "repair",
  "protect",
  "boot",
  "release",
] as const;

/** A part of a run. */
export type StepName = (typeof STEP_NAMES)[number];
