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
/** In standard deviations: what jumps about rises by chance as often as it falls. */
const SURE = 3;

/**
 * Whether a figure grows by more than `allowance` for 1,000 boards. By the median of the slopes between
 * all pairs of samples (Theil and Sen): one collection of garbage more or less does not tilt it. And by how many
 * of the pairs rise (Kendall): how many boards are at work when it is looked makes descriptors and keys jump.
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
    grows: slope > allowance && isSure(warm),
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

const isSure = (samples: readonly GrowthSample[]): boolean => {
  const { length: n } = samples;
  const rises = samples.flatMap((later, index) =>
    samples.slice(0, index).map((earlier) => Math.sign(later.value - earlier.value)),
  );
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  return rises.reduce((sum, sign) => sum + sign, 0) > SURE * deviation;
};
