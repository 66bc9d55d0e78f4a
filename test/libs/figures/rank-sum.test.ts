import fc from "fast-check";
import { expect, test } from "vitest";
import { rankSum } from "../../../libs/figures/rank-sum.ts";

/** The normal distribution beyond `z` in both directions, by Simpson's rule. */
const beyond = (z: number): number => {
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const [steps, far] = [20_000, z + 12];
  const width = (far - z) / steps;
  let sum = density(z) + density(far);
  for (let step = 1; step < steps; step += 1) {
    sum += density(z + step * width) * (step % 2 === 1 ? 4 : 2);
  }
  return Math.min(1, (2 * sum * width) / 3);
};

/** Every value of one held against every value of the other, ranks nowhere. */
const byPairs = (one: readonly number[], other: readonly number[]): number => {
  let ahead = 0;
  for (const left of one) {
    for (const right of other) ahead += left > right ? 1 : Number(left === right) / 2;
  }
  const all = [...one, ...other];
  const n = all.length;
  const ties = [...Map.groupBy(all, (value) => value).values()].reduce(
    (sum, { length }) => sum + length ** 3 - length,
    0,
  );
  const pairs = one.length * other.length;
  const spread = Math.sqrt((pairs / 12) * (n + 1 - ties / (n * (n - 1))));
  if (!(spread > 0)) return 1;
  return beyond(Math.max(0, Math.abs(ahead - pairs / 2) - 0.5) / spread);
};

test("the rank sum is what holding every pair against each other gives, with many equal values", () => {
  const values = fc.array(fc.nat(30), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, values, (one, other) => {
      const given = [one, other].map((list) => Float64Array.from(list).sort()) as [
        Float64Array,
        Float64Array,
      ];
      expect(rankSum(...given)).toBeCloseTo(byPairs(one, other), 6);
      expect(rankSum(given[1], given[0])).toBeCloseTo(rankSum(...given), 12);
    }),
    { numRuns: 60 },
  );
});

test("what is far apart is surely so, however many values", () => {
  const low = Float64Array.from({ length: 400 }, (_, n) => n);
  const high = low.map((value) => value + 200);
  expect(rankSum(low, high)).toBeLessThan(1e-40);
  expect(rankSum(low, high)).toBeGreaterThan(0);
  expect(rankSum(low, low)).toBe(1);
});
