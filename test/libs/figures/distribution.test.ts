import fc from "fast-check";
import { expect, test } from "vitest";
import { distributionOf } from "../../../libs/figures/distribution.ts";

test("percentiles are times that were measured, bins hold every time once", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 300 }), (durations) => {
      const told = distributionOf(durations);
      if (told === null) return expect.unreachable();
      for (const [value, part] of [
        [told.medianMs, 0.5],
        [told.p90Ms, 0.9],
        [told.p99Ms, 0.99],
      ] as const) {
        expect(durations).toContain(value);
        const notAbove = durations.filter((ms) => ms <= value).length;
        const below = durations.filter((ms) => ms < value).length;
        expect(notAbove).toBeGreaterThanOrEqual(part * durations.length);
        expect(below).toBeLessThan(part * durations.length);
      }
      const { bins } = told;
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(durations.length);
      expect(bins.length).toBeLessThanOrEqual(25);
      for (const [index, bin] of bins.entries()) {
        expect(bin.fromMs).toBe(bins[index - 1]?.toMs ?? bin.fromMs);
        const isLast = index === bins.length - 1;
        const own = durations.filter(
          (ms) => ms >= bin.fromMs && (ms < bin.toMs || (isLast && ms === bin.toMs)),
        );
        expect(own.length).toBe(bin.count);
      }
    }),
  );
});

test("one run that took an hour does not squeeze all others into one bin", () => {
  const usual = Array.from({ length: 500 }, (_, n) => 15_000 + n);
  const told = distributionOf([...usual, 3_600_000]);
  expect(told?.bins.length).toBeGreaterThanOrEqual(10);
  expect(told?.bins.at(-1)?.toMs).toBe(3_600_000);
});

test("what is no duration is left out: a clock that was set back, a time that is none", () => {
  expect(distributionOf([])).toBeNull();
  expect(distributionOf([Number.NaN, -5])).toBeNull();
  expect(distributionOf([Number.NaN, -5, 7])).toMatchObject({ count: 1, medianMs: 7, maxMs: 7 });
  expect(distributionOf([0])?.bins).toEqual([{ fromMs: 0, toMs: 1, count: 1 }]);
});
