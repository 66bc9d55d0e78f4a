/**
 * Mann and Whitney's test: the chance that two samples as far apart as these, in either direction,
 * come from one source. Both sorted. By the normal approximation, with ties: for 20 values or more.
 */
export const rankSum = (one: Float64Array, other: Float64Array): number => {
  const n = one.length + other.length;
  let ahead = 0;
  let ties = 0;
  let left = 0;
  let right = 0;
  while (left < one.length) {
    const value = one[left] ?? Number.NaN;
    const [fromLeft, fromRight] = [left, right];
    while ((other[right] ?? Number.POSITIVE_INFINITY) < value) right += 1;
    const below = right;
    while (one[left] === value) left += 1;
    while (other[right] === value) right += 1;
    const same = left - fromLeft + right - below;
    ties += same ** 3 - same + tiesWithin(other, fromRight, below);
    ahead += (left - fromLeft) * (below + (right - below) / 2);
  }
  ties += tiesWithin(other, right, other.length);
  const pairs = one.length * other.length;
  const deviation = Math.sqrt((pairs / 12) * (n + 1 - ties / (n * (n - 1))));
  if (!(deviation > 0)) return 1;
  const distance = Math.max(0, Math.abs(ahead - pairs / 2) - 0.5);
  return erfc(distance / deviation / Math.SQRT2);
};

/** What values of a sorted stretch that are equal to each other add. */
const tiesWithin = (sorted: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let start = from; start < to; ) {
    let end = start + 1;
    while (end < to && sorted[end] === sorted[start]) end += 1;
    sum += (end - start) ** 3 - (end - start);
    start = end;
  }
  return sum;
};

/** Coefficients of Numerical Recipes' erfcc: good to 1.2e-7 of the value itself, however small. */
const ERFC = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

/** The complementary error function, for 0 and above. */
const erfc = (x: number): number => {
  const t = 1 / (1 + x / 2);
  const series = ERFC.reduceRight((sum, factor) => factor + t * sum, 0);
  return Math.min(1, t * Math.exp(series - x * x));
};
