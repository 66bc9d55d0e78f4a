import { TYPICAL_FLASH_TIMING } from "../../libs/simulator/flash-timing.ts";
import { BENCH_CHIPS, type BenchCase, type BenchChip } from "./bench-case.ts";
import type { BenchLoads } from "./bench-line.ts";
import type { LotFigures } from "./bench-lot.ts";
import { boundFlashing, type FlashBound } from "./bound-flashing.ts";
import { type ChipTimes, timeRuns } from "./time-runs.ts";

/** One kind of board in one lot, beside what it is measured by. */
export interface ComparedRuns {
  readonly lot: BenchCase;
  readonly times: ChipTimes;
  /** For a lot that flashes all of the image. */
  readonly bound: FlashBound | undefined;
  /** Of the whole run of the same boards when they flash all of the image, 0 to 1; if that was measured, too. */
  readonly partOfFullRun: number | undefined;
}

/** Every lot's boards by kind, in the lots' order. */
export const compareRuns = (lots: readonly LotFigures[], loads: BenchLoads): ComparedRuns[] => {
  const timed = lots.flatMap(({ lot, records }) =>
    BENCH_CHIPS.flatMap((chip) => {
      const times = timeRuns(chip, records);
      return times === undefined ? [] : [{ lot, times }];
    }),
  );
  return timed.map(({ lot, times }) => {
    if (lot.images === "full") {
      return { lot, times, bound: boundOf(lot, times.chip, loads), partOfFullRun: undefined };
    }
    const full = timed.find((other) => other.times.chip === times.chip && isFullOf(other.lot, lot));
    const partOfFullRun = full && times.run / full.times.run;
    return { lot, times, bound: undefined, partOfFullRun };
  });
};

const boundOf = ({ baud, adapterMs }: BenchCase, chip: BenchChip, loads: BenchLoads): FlashBound =>
  boundFlashing({
    plan: loads[chip].plan,
    chip: loads[chip].chip,
    baud,
    timing: TYPICAL_FLASH_TIMING,
    adapterLatencyMs: adapterMs,
  });

const isFullOf = (one: BenchCase, other: BenchCase): boolean =>
  one.images === "full" &&
  one.boards === other.boards &&
  one.baud === other.baud &&
  one.adapterMs === other.adapterMs;
