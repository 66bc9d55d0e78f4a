import type { StepName } from "../failure/step-name.ts";
import type { BoardRun } from "./board-run.ts";
import { percentile } from "./distribution.ts";
import type { FigureGround } from "./figure-ground.ts";
import { recipeName } from "./groups.ts";
import { holm } from "./holm.ts";
import { rankSum } from "./rank-sum.ts";
import { sumSteps } from "./step-times.ts";

/** A step that takes another time in the later runs than in the earlier ones, by more than chance does. */
export interface StepDrift {
  readonly step: StepName;
  /** Name and start of its hash: only runs of one recipe are compared. */
  readonly recipe: string;
  /** Null: in all fixtures alike. */
  readonly fixture: string | null;
  readonly earlier: { readonly runs: number; readonly medianMs: number };
  readonly later: { readonly runs: number; readonly medianMs: number };
  /** Later by earlier, fixture for fixture, less 1: 0.2 is a fifth slower. */
  readonly change: number;
  /** Chance of such a difference where nothing changed, corrected for all that was compared. */
  readonly p: number;
}

/** The last quarter of the runs is held against all before it. */
const LATER_PART = 0.25;
/** Fewer later runs say nothing. */
const LATER_AT_LEAST = 20;
/** A fixture's own pace is known from so many earlier runs. */
const PACE_AT_LEAST = 20;
/** What is less than both is true perhaps, and of no use to anyone. */
const CHANGE_AT_LEAST = 0.05;
const MS_AT_LEAST = 20;
/** Of any false alarm in a whole report. */
const CHANCE_AT_MOST = 0.01;

/**
 * Finds steps that became slower or faster, by runs that passed: in all fixtures, and in one where
 * that differs from all. Each run is held against the earlier pace of its own fixture, so that another
 * mix of fixtures is no drift. `runs` in order of start.
 */
export const stepDrifts = (
  runs: readonly BoardRun[],
  { fixtureName }: Pick<FigureGround, "fixtureName">,
): readonly StepDrift[] => {
  const compared = [...seriesOf(runs, fixtureName)].flatMap(compareSeries);
  const corrected = holm(compared.map(({ p }) => p));
  return compared
    .map((comparison, index) => ({ ...comparison, p: corrected[index] ?? 1 }))
    .filter(isSure)
    .map(({ own: _, earlier, later, ...sure }) => ({
      ...sure,
      earlier: summarise(earlier),
      later: summarise(later),
    }))
    .filter(({ earlier, later }) => Math.abs(later.medianMs - earlier.medianMs) >= MS_AT_LEAST)
    .toSorted((left, right) => left.p - right.p || Math.abs(right.change) - Math.abs(left.change));
};

interface Series {
  readonly step: StepName;
  readonly recipe: string;
  /** In order of start. */
  readonly values: readonly Value[];
}

interface Value {
  readonly fixture: string;
  readonly ms: number;
}

const seriesOf = (
  runs: readonly BoardRun[],
  fixtureName: FigureGround["fixtureName"],
): Iterable<Series> => {
  const all = new Map<string, Series & { readonly values: Value[] }>();
  for (const { facts } of runs) {
    if (facts.verdict !== "pass") continue;
    const recipe = recipeName(facts.recipe);
    const fixture = fixtureName(facts);
    for (const [step, ms] of sumSteps(facts)) {
      const key = `${step} ${recipe}`;
      const series = all.get(key) ?? { step, recipe, values: [] };
      all.set(key, series);
      series.values.push({ fixture, ms });
    }
  }
  return all.values();
};

/** A drift as far as it is known before it is worth a closer look. */
interface Comparison extends Pick<StepDrift, "step" | "recipe" | "fixture" | "change" | "p"> {
  /** What of the change is the fixture's own: the rest is that of all. */
  readonly own: number;
  readonly earlier: readonly Value[];
  readonly later: readonly Value[];
}

const isSure = ({ p, own }: Pick<Comparison, "p" | "own">): boolean =>
  p < CHANCE_AT_MOST && Math.abs(own) >= CHANGE_AT_LEAST;

const compareSeries = ({ step, recipe, values }: Series): readonly Comparison[] => {
  const cut = values.length - Math.floor(values.length * LATER_PART);
  const paces = pacesOf(values.slice(0, cut));
  const hasPace = ({ fixture }: Value): boolean => paces.has(fixture);
  const earlier = values.slice(0, cut).filter(hasPace);
  const later = values.slice(cut).filter(hasPace);
  const all = compareValues({ earlier, later, paces, common: 1 });
  if (all === null) return [];
  const common = isSure(all) ? 1 + all.change : 1;
  const [before, after] = [earlier, later].map((own) => Map.groupBy(own, (one) => one.fixture));
  const each = [...paces.keys()].map((fixture) => {
    const own = { earlier: before?.get(fixture) ?? [], later: after?.get(fixture) ?? [] };
    return { fixture, found: compareValues({ ...own, paces, common }) };
  });
  return [{ fixture: null, found: all }, ...each].flatMap(({ fixture, found }) =>
    found === null ? [] : [{ step, recipe, fixture, ...found }],
  );
};

interface Sides {
  readonly earlier: readonly Value[];
  readonly later: readonly Value[];
  readonly paces: ReadonlyMap<string, number>;
  /** How much longer all fixtures take in the later runs: 1 for no longer. */
  readonly common: number;
}

/** Null where there are too few to compare. */
const compareValues = ({
  earlier,
  later,
  paces,
  common,
}: Sides): Omit<Comparison, "step" | "recipe" | "fixture"> | null => {
  if (later.length < LATER_AT_LEAST) return null;
  const [before, after] = [atPace(earlier, paces, 1), atPace(later, paces, common)];
  const own = percentile(after, 0.5) / percentile(before, 0.5) - 1;
  return { earlier, later, own, change: (1 + own) * common - 1, p: rankSum(before, after) };
};

/** Median per fixture, where enough is known of it. */
const pacesOf = (values: readonly Value[]): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(values, ({ fixture }) => fixture)]
      .filter(([, own]) => own.length >= PACE_AT_LEAST)
      .map(([fixture, own]) => [fixture, percentile(sortedMs(own), 0.5)] as const)
      .filter(([, pace]) => pace > 0),
  );

/** By the pace of each one's fixture and the common one, sorted. */
const atPace = (
  values: readonly Value[],
  paces: ReadonlyMap<string, number>,
  common: number,
): Float64Array =>
  Float64Array.from(
    values,
    ({ fixture, ms }) => ms / (paces.get(fixture) ?? Number.NaN) / common,
  ).sort();

const sortedMs = (values: readonly Value[]): Float64Array =>
  Float64Array.from(values, ({ ms }) => ms).sort();

const summarise = (values: readonly Value[]): StepDrift["earlier"] => ({
  runs: values.length,
  medianMs: percentile(sortedMs(values), 0.5),
});
