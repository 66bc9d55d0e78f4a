import { CHIPS } from "../../libs/chips/chips.ts";
import type { StepName } from "../../libs/failure/step-name.ts";
import type { ComparedRuns } from "./compare-runs.ts";
import { drawTable, LOT_HEAD, lotCells } from "./draw-table.ts";
import { beyond, inMilliseconds } from "./format-figures.ts";

/** Steps with a bound. */
const BOUNDED = ["erase", "write", "verify"] as const;
/** Steps whose times are windows and delays of the chip, or depend on what is found. */
const APART = ["link", "identify", "compare", "boot"] as const satisfies readonly StepName[];

/** Where the time went: each step, and how far it was beyond its bound. */
export const drawSteps = (runs: readonly ComparedRuns[]): string =>
  drawTable(
    "Where the time went: mean of each step, and in brackets how far beyond its bound, in ms",
    [...LOT_HEAD, "chip", ...BOUNDED, ...APART],
    runs.map((of) => [
      ...lotCells(of.lot),
      CHIPS[of.times.chip].marking,
      ...BOUNDED.map((step) => boundedCell(of, step)),
      ...APART.map((step) => cell(of.times.steps[step])),
    ]),
  );

const boundedCell = ({ times, bound }: ComparedRuns, step: (typeof BOUNDED)[number]): string => {
  const ms = times.steps[step];
  return ms === undefined || bound === undefined
    ? cell(ms)
    : `${Math.round(ms)} (${beyond(ms, bound[step])})`;
};

const cell = (ms: number | undefined): string => (ms === undefined ? "" : inMilliseconds(ms));
