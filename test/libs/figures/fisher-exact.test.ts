import fc from "fast-check";
import { expect, test } from "vitest";
import { fisherGreater, fisherTwoSided } from "../../../libs/figures/fisher-exact.ts";
import { holm } from "../../../libs/figures/holm.ts";

/** By whole numbers: exact. */
const choose = (n: number, k: number): bigint => {
  let result = 1n;
  for (let step = 1n; step <= BigInt(k); step += 1n) {
    result = (result * (BigInt(n) - step + 1n)) / step;
  }
  return k < 0 || k > n ? 0n : result;
};

interface Table {
  readonly hits: number;
  readonly of: number;
  readonly otherHits: number;
  readonly otherOf: number;
}

const waysOf = ({ hits, of, otherHits, otherOf }: Table): readonly bigint[] => {
  const all = hits + otherHits;
  return Array.from({ length: all + 1 }, (_, k) => choose(of, k) * choose(otherOf, all - k));
};

const share = (part: readonly bigint[], whole: readonly bigint[]): number => {
  const sum = (ways: readonly bigint[]): bigint => ways.reduce((total, way) => total + way, 0n);
  return Number((sum(part) * 10n ** 15n) / sum(whole)) / 1e15;
};

const table = fc
  .tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60))
  .map(([hits, rest, otherHits, otherRest]) => ({
    hits,
    of: hits + rest,
    otherHits,
    otherOf: otherHits + otherRest,
  }));

test("Fisher's test is what counting every division in whole numbers gives", () => {
  fc.assert(
    fc.property(table, (given) => {
      const { hits, of, otherHits, otherOf } = given;
      const other = { hits: otherHits, of: otherOf };
      const ways = waysOf(given);
      expect(fisherGreater({ hits, of }, other)).toBeCloseTo(share(ways.slice(hits), ways), 9);
      const own = ways[hits] ?? 0n;
      const asRare = ways.filter((way) => way <= own);
      expect(fisherTwoSided({ hits, of }, other)).toBeCloseTo(share(asRare, ways), 9);
    }),
  );
});

test("Fisher's tea lady, as in every book", () => {
  expect(fisherGreater({ hits: 3, of: 4 }, { hits: 1, of: 4 })).toBeCloseTo(17 / 70, 12);
  expect(fisherTwoSided({ hits: 3, of: 4 }, { hits: 1, of: 4 })).toBeCloseTo(34 / 70, 12);
});

test("large tables are neither 0 nor 1 by rounding", () => {
  const others = { hits: 20_000, of: 1_000_000 };
  expect(fisherGreater({ hits: 0, of: 50_000 }, others)).toBeCloseTo(1, 6);
  expect(fisherGreater({ hits: 1000, of: 50_000 }, others)).toBeCloseTo(0.51, 1);
  expect(fisherGreater({ hits: 1200, of: 50_000 }, others)).toBeLessThan(1e-8);
  expect(fisherGreater({ hits: 1200, of: 50_000 }, others)).toBeGreaterThan(1e-13);
});

test("Holm's correction: the least times all, the next times one less, never falling", () => {
  const corrected = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [index, p] of [0.03, 0.06, 0.06, 0.02].entries()) {
    expect(corrected[index]).toBeCloseTo(p, 12);
  }
  expect(holm([])).toEqual([]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
});
