import type { ChipName } from "../../libs/chips/chip.ts";
import type { StepName } from "../../libs/failure/step-name.ts";
import type { RunRecord, StepRecord } from "../../libs/run/run-record.ts";
import type { FlashBound } from "./bound-flashing.ts";

/** How the boards of one kind did in a lot. Means over the boards unless said otherwise, in ms. */
export interface ChipTimes {
  readonly chip: ChipName;
  readonly boards: number;
  /** From the first erase to the last CRC. */
  readonly flashing: number;
  /** The board that took longest. */
  readonly slowest: number;
  readonly bound: number;
  /** How far each step was beyond its bound. */
  readonly beyond: FlashBound;
  readonly link: number;
  readonly identify: number;
  readonly boot: number;
}

/**
 * Times the passed runs of one kind of board, by their records' steps.
 * @throws Error if a run has not all of its steps.
 */
export const timeRuns = (
  chip: ChipName,
  records: readonly RunRecord[],
  bound: FlashBound,
): ChipTimes | undefined => {
  const runs = records.filter(({ board }) => board?.chip === chip);
  if (runs.length === 0) return undefined;
  const meanOf = (step: StepName): number => mean(runs.map((run) => stepOf(run, step).durationMs));
  const flashing = runs.map(flashingMs);
  return {
    chip,
    boards: runs.length,
    flashing: mean(flashing),
    slowest: Math.max(...flashing),
    bound: bound.erase + bound.write + bound.verify,
    beyond: {
      erase: meanOf("erase") - bound.erase,
      write: meanOf("write") - bound.write,
      verify: meanOf("verify") - bound.verify,
    },
    link: meanOf("link"),
    identify: meanOf("identify"),
    boot: meanOf("boot"),
  };
};

/** From the start of its erase to the end of its verification, what lies between the steps included. */
const flashingMs = (run: RunRecord): number => {
  const erase = stepOf(run, "erase");
  const verify = stepOf(run, "verify");
  return Date.parse(verify.startedAt) + verify.durationMs - Date.parse(erase.startedAt);
};

const stepOf = (run: RunRecord, step: StepName): StepRecord => {
  const found = run.steps.find((record) => record.step === step);
  if (found === undefined) throw new Error(`run ${run.run} of ${run.serial} has no step ${step}`);
  return found;
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
