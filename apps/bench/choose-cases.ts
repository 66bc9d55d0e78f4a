import { BENCH_CHIPS, type BenchCase, type BenchImages } from "./bench-case.ts";

/** What is to be measured: every combination. */
export interface BenchRange {
  readonly boards: readonly number[];
  readonly bauds: readonly number[];
  readonly adaptersMs: readonly number[];
  readonly images: readonly BenchImages[];
}

/** Everything there is to measure. */
export const WHOLE_RANGE: BenchRange = {
  boards: [1, 8, 32, 64],
  bauds: [921600, 2_000_000],
  adaptersMs: [1, 16],
  images: ["full", "unchanged"],
};

/** The lots of a range; a single board is measured once for each chip. */
export const casesOf = ({ boards, bauds, adaptersMs, images }: BenchRange): BenchCase[] =>
  bauds.flatMap((baud) =>
    adaptersMs.flatMap((adapterMs) =>
      boards.flatMap((count) =>
        images.flatMap((kind) =>
          (count === 1 ? BENCH_CHIPS.map((chip) => [chip]) : [BENCH_CHIPS]).map((chips) => ({
            chips,
            boards: count,
            baud,
            adapterMs,
            images: kind,
          })),
        ),
      ),
    ),
  );

const USUAL: BenchRange = { boards: [64], bauds: [921600], adaptersMs: [1], images: ["full"] };

/** A few minutes of the whole range: every number of boards, and the largest with each other setting. */
export const usualCases = (): BenchCase[] => [
  ...casesOf({ ...USUAL, boards: WHOLE_RANGE.boards }),
  ...casesOf({ ...USUAL, images: ["unchanged"] }),
  ...casesOf({ ...USUAL, adaptersMs: [16] }),
  ...casesOf({ ...USUAL, bauds: [2_000_000] }),
];

/** A range with what was asked for, and the usual settings for the rest. */
export const rangeOf = (asked: Partial<BenchRange>): BenchRange => ({ ...USUAL, ...asked });
