import type { BoardRun } from "./board-run.ts";
import type { FigureGround } from "./figure-ground.ts";
import { fisherGreater, type Rate } from "./fisher-exact.ts";
import { holm } from "./holm.ts";

/** A fixture against all the others, by first runs of boards, which no earlier failure sent there. */
export interface Suspect extends Rate {
  readonly fixture: string;
  /** First runs that ended as `fail` or, where errors are compared, as `error`. */
  readonly hits: number;
  /** First runs that passed or failed; where errors are compared, also those with an error. */
  readonly of: number;
  /** The same of all other fixtures together. */
  readonly others: Rate;
  /** Hits that it has more than the others' rate explains. */
  readonly excess: number;
  /** One-sided Fisher's exact test, corrected for the number of fixtures (Holm). */
  readonly p: number;
  /** `worse`: p below 0.01; `suspect`: below 0.05; `unproven`: chance explains it. */
  readonly judgement: "worse" | "suspect" | "unproven";
}

/** Fixtures with more trouble than the others, the surest first; those with less are left out. */
export interface Suspects {
  readonly fails: readonly Suspect[];
  readonly errors: readonly Suspect[];
}

/** Compares each fixture with the others. */
export const findSuspects = (
  runs: readonly BoardRun[],
  { fixtureName }: Pick<FigureGround, "fixtureName">,
): Suspects => {
  const counts = new Map<string, { pass: number; fail: number; error: number }>();
  for (const { place, facts } of runs) {
    if (place > 1 || facts.verdict === "open" || facts.verdict === "aborted") continue;
    const name = fixtureName(facts);
    const count = counts.get(name) ?? { pass: 0, fail: 0, error: 0 };
    counts.set(name, count);
    count[facts.verdict] += 1;
  }
  const ratesOf = (rateOf: (count: Count) => Rate): ReadonlyMap<string, Rate> =>
    new Map([...counts].map(([name, count]) => [name, rateOf(count)]));
  return {
    fails: compare(ratesOf(({ pass, fail }) => ({ hits: fail, of: pass + fail }))),
    errors: compare(ratesOf(({ pass, fail, error }) => ({ hits: error, of: pass + fail + error }))),
  };
};

type Count = Readonly<Record<"pass" | "fail" | "error", number>>;

const compare = (rates: ReadonlyMap<string, Rate>): readonly Suspect[] => {
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
      const p = corrected[index] ?? 1;
      return { fixture, hits, of, others, excess, p, judgement: judge(p) };
    })
    .filter(({ excess }) => excess > 0)
    .toSorted((left, right) => left.p - right.p || right.excess - left.excess);
};

const judge = (p: number): Suspect["judgement"] => {
  if (p < 0.01) return "worse";
  return p < 0.05 ? "suspect" : "unproven";
};
