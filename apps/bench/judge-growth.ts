/** A figure at a moment: `at` counts boards done. */
export interface GrowthSample {
  readonly at: number;
  readonly value: number;
}

/** How a figure went. */
export interface Growth {
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** For 1,000 boards, once everything is warm. */
  readonly slope: number;
  readonly grows: boolean;
}

/** Of the samples the first third is warm-up: code is compiled, heaps find their size. */
const WARM_UP = 1 / 3;
const PER_BOARDS = 1000;

/**
 * Whether a figure grows by more than `allowance` for 1,000 boards. By the median of the slopes between
 * all pairs of samples (Theil and Sen): one collection of garbage more or less does not tilt it.
 */
export const judgeGrowth = (samples: readonly GrowthSample[], allowance: number): Growth => {
  const values = samples.map(({ value }) => value);
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const slope = medianSlope(warm) * PER_BOARDS;
  return {
    first: values[0] ?? 0,
    last: values.at(-1) ?? 0,
    most: Math.max(0, ...values),
    slope,
    grows: slope > allowance,
  };
};

const medianSlope = (samples: readonly GrowthSample[]): number => {
  const slopes = samples.flatMap((later, index) =>
    samples
      .slice(0, index)
      .filter(({ at }) => at < later.at)
      .map((earlier) => (later.value - earlier.value) / (later.at - earlier.at)),
  );
  return slopes.toSorted((one, other) => one - other)[Math.floor(slopes.length / 2)] ?? 0;
};
