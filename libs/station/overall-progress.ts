import { STEP_NAMES, type StepName } from "../failure/step-name.ts";

/** How much of each step of a run is done, 0 to 1. A step that is missing has not begun. */
export type StepShares = Readonly<Partial<Record<StepName, number>>>;

/** What part of a run each step usually takes, in percent: 1 MB over the wire is most of it. */
const WEIGHT: Readonly<Record<StepName, number>> = {
  prepare: 0,
  link: 5,
  identify: 3,
  backup: 0,
  compare: 0,
  erase: 17,
  write: 55,
  verify: 12,
  repair: 0,
  protect: 0,
  boot: 8,
  release: 0,
};

const clamp = (share: number): number => (share > 0 ? Math.min(share, 1) : 0);

/** The steps that are over when `step` begins. */
const stepsBefore = (step: StepName): readonly StepName[] => {
  // A run is released from any step, also from one that failed.
  if (step === "release") return [];
  const earlier = STEP_NAMES.slice(0, STEP_NAMES.indexOf(step));
  // Writing may begin before erasing has ended.
  return step === "write" ? earlier.filter((name) => name !== "erase") : earlier;
};

/** A step has begun: those before it are done, whether their end was heard or not. */
export const startStep = (shares: StepShares, step: StepName): StepShares => ({
  [step]: 0,
  ...shares,
  ...Object.fromEntries(stepsBefore(step).map((name) => [name, 1])),
});

/** A step has got to `share` (0 to 1); a smaller share than before changes nothing. */
export const advanceStep = (shares: StepShares, step: StepName, share: number): StepShares => ({
  ...shares,
  [step]: Math.max(shares[step] ?? 0, clamp(share)),
});

/** One number for a whole run, 0 to 1, that never goes back while steps only start and advance. */
export const overallProgress = (shares: StepShares): number =>
  STEP_NAMES.reduce((sum, step) => sum + WEIGHT[step] * (shares[step] ?? 0), 0) / 100;
