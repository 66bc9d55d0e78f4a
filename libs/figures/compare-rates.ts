import { fisherGreater, type Rate } from "./fisher-exact.ts";
import { holm } from "./holm.ts";

/** A fixture's rate against that of all the others together. */
export interface ComparedRate extends Rate {
  readonly fixture: string;
  readonly others: Rate;
  /** Hits that it has more than the others' rate explains. */
  readonly excess: number;
  /** One-sided Fisher's exact test, corrected for the number of fixtures (Holm). */
  readonly p: number;
}

/** Fixtures with a higher rate than all the others, the surest first. */
export const compareRates = (rates: ReadonlyMap<string, Rate>): readonly ComparedRate[] => {
  const measured = [...rates].filter(([, { of }]) => of > 0);
  const all = measured.reduce(
    (sum, [, { hits, of }]) => ({ hits: sum.hits + hits, of: sum.of + of }),
    { hits: 0, of: 0 },
  );
  const compared = measured.map(([fixture, { hits, of }]) => {
    const others = { hits: all.hits - hits, of: all.of - of };
    return { fixture, hits, of, others, chance: fisherGreater({ hits, of }, others) };
  });
  const corrected = holm(compared.map(({ chance }) => chance));
  return compared
    .map(({ fixture, hits, of, others }, index) => {
      const excess = others.of === 0 ? 0 : hits - (of * others.hits) / others.of;
      return { fixture, hits, of, others, excess, p: corrected[index] ?? 1 };
    })
    .filter(({ excess }) => excess > 0)
    .toSorted((left, right) => left.p - right.p || right.excess - left.excess);
};
