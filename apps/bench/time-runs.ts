import type { StepName } from "../../libs/failure/step-name.ts";
import type { RunRecord, StepRecord } from "../../libs/run/run-record.ts";
import type { BenchChip } from "./bench-case.ts";

/** How the boards of one kind did in a lot. Means over the boards unless said otherwise, in ms. */
export interface ChipTimes {
  readonly chip: BenchChip;
  /** From the first erase to the last CRC; undefined where a board needed no erase. */
  readonly flashing: Flashing | undefined;
  /** Each step's own time; a step that a run did not have took none. */
  readonly steps: Readonly<Partial<Record<StepName, number>>>;
  /** From the start of the run to its end, all steps and what lies between them. */
  readonly run: number;
}

/** See ChipTimes. */
export interface Flashing {
  readonly mean: number;
  /** The board that took longest. */
  readonly slowest: number;
}

/** Times the passed runs of one kind of board by their records; undefined where there are none. */
export const timeRuns = (chip: BenchChip, records: readonly RunRecord[]): ChipTimes | undefined => {
  const runs = records.filter(({ board }) => board?.chip === chip);
  if (runs.length === 0) return undefined;
  const flashing = runs.map(flashingMs).filter((ms) => ms !== undefined);
  const names = new Set(runs.flatMap(({ steps }) => steps.map(({ step }) => step)));
  return {
    chip,
    flashing:
      flashing.length < runs.length
        ? undefined
        : { mean: mean(flashing), slowest: Math.max(...flashing) },
    steps: Object.fromEntries(
      [...names].map((step) => [step, mean(runs.map((run) => timeIn(run, step)))]),
    ),
    run: mean(runs.map(({ startedAt, endedAt }) => Date.parse(endedAt) - Date.parse(startedAt))),
  };
};

/** From the start of its erase to the end of its verification, what lies between the steps included. */
const flashingMs = (run: RunRecord): number | undefined => {
  const erase = run.steps.find(({ step }) => step === "erase");
  const verify = run.steps.findLast(({ step }) => step === "verify");
  return erase && verify && endOf(verify) - Date.parse(erase.startedAt);
};

const endOf = ({ startedAt, durationMs }: StepRecord): number => Date.parse(startedAt) + durationMs;

const timeIn = (run: RunRecord, name: StepName): number =>
  run.steps.reduce((sum, { step, durationMs }) => sum + (step === name ? durationMs : 0), 0);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
