import type { BoardRun } from "./board-run.ts";
import { type ComparedRate, compareRates } from "./compare-rates.ts";
import type { FigureGround } from "./figure-ground.ts";
import type { Rate } from "./fisher-exact.ts";

/** A fixture against all the others, by first runs of boards, which no earlier failure sent there. */
export interface Suspect extends ComparedRate {
  /** First runs that ended as `fail` or, where errors are compared, as `error`. */
  readonly hits: number;
  /** First runs that passed or failed; where errors are compared, also those with an error. */
  readonly of: number;
  /** The same of all other fixtures together. */
  readonly others: Rate;
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

const compare = (rates: ReadonlyMap<string, Rate>): readonly Suspect[] =>
  compareRates(rates).map((one) => ({ ...one, judgement: judge(one.p) }));

const judge = (p: number): Suspect["judgement"] => {
  if (p < 0.01) return "worse";
  return p < 0.05 ? "suspect" : "unproven";
};
