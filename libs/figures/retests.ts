import type { Outcome } from "../failure/verdict.ts";
import type { BoardRun } from "./board-run.ts";
import type { FigureGround } from "./figure-ground.ts";
import { fisherTwoSided } from "./fisher-exact.ts";
import { byName } from "./fixture-names.ts";

/** Boards that took so many runs. */
export interface BoardsByRuns {
  readonly runs: number;
  readonly boards: number;
  /** Those of them whose last run passed. */
  readonly passed: number;
}

/** How often one outcome was followed by another in the board's next run. */
export interface OutcomePair {
  readonly first: Outcome;
  readonly next: Outcome;
  readonly sameFixture: number;
  readonly otherFixture: number;
}

/** What became of the boards that failed in one fixture and were run again. */
export interface FixtureRetests {
  readonly fixture: string;
  readonly passedHere: number;
  readonly failedHere: number;
  readonly passedElsewhere: number;
  readonly failedElsewhere: number;
}

/** Board or socket? Ended runs after the first of their board, against the run before them. */
export interface Retests {
  /** Fewest runs first. */
  readonly boards: readonly BoardsByRuns[];
  /** Those that occurred, most frequent first. */
  readonly pairs: readonly OutcomePair[];
  /** By name; fixtures without such a board are left out. */
  readonly fixtures: readonly FixtureRetests[];
  /** Chance that a failed board passes equally often here and elsewhere (Fisher); null without both. */
  readonly p: number | null;
}

/** Counts retests. `runs` may leave out runs that are not in view. */
export const findRetests = (
  runs: readonly BoardRun[],
  { fixtureName }: Pick<FigureGround, "fixtureName">,
): Retests => {
  const retests = runs.flatMap((run) => retestOf(run, fixtureName));
  return {
    boards: boardsByRuns(runs),
    pairs: countPairs(retests),
    fixtures: countFixtures(retests),
    p: compareFixtures(retests),
  };
};

interface Retest {
  /** Of the run before. */
  readonly fixture: string;
  readonly first: Outcome;
  readonly next: Outcome;
  readonly where: "same" | "other";
}

const retestOf = (
  { facts, before }: BoardRun,
  fixtureName: FigureGround["fixtureName"],
): readonly Retest[] => {
  if (before === null || before.verdict === "open" || facts.verdict === "open") return [];
  const isSame = before.fixture === facts.fixture && before.station === facts.station;
  return [
    {
      fixture: fixtureName(before),
      first: before.verdict,
      next: facts.verdict,
      where: isSame ? "same" : "other",
    },
  ];
};

const boardsByRuns = (runs: readonly BoardRun[]): readonly BoardsByRuns[] => {
  const boards = [...Map.groupBy(runs, ({ board }) => board).values()];
  return [...Map.groupBy(boards, (own) => own.length)]
    .map(([count, own]) => ({
      runs: count,
      boards: own.length,
      passed: own.filter((board) => lastOf(board).facts.verdict === "pass").length,
    }))
    .toSorted((left, right) => left.runs - right.runs);
};

const lastOf = (runs: readonly BoardRun[]): BoardRun =>
  runs.reduce((last, run) => (run.place > last.place ? run : last));

const OUTCOMES: readonly Outcome[] = ["pass", "fail", "error", "aborted"];

const countPairs = (retests: readonly Retest[]): readonly OutcomePair[] =>
  OUTCOMES.flatMap((first) =>
    OUTCOMES.map((next) => {
      const own = retests.filter((retest) => retest.first === first && retest.next === next);
      const sameFixture = own.filter(({ where }) => where === "same").length;
      return { first, next, sameFixture, otherFixture: own.length - sameFixture };
    }),
  )
    .filter(({ sameFixture, otherFixture }) => sameFixture + otherFixture > 0)
    .toSorted(
      (left, right) =>
        right.sameFixture + right.otherFixture - left.sameFixture - left.otherFixture,
    );

/** Of failed boards: what their next run made of them. */
const countJudged = (retests: readonly Retest[], next: Outcome, where: Retest["where"]): number =>
  retests.filter(
    (retest) => retest.first === "fail" && retest.next === next && retest.where === where,
  ).length;

const countFixtures = (retests: readonly Retest[]): readonly FixtureRetests[] =>
  [...Map.groupBy(retests, ({ fixture }) => fixture)]
    .map(([fixture, own]) => ({
      fixture,
      passedHere: countJudged(own, "pass", "same"),
      failedHere: countJudged(own, "fail", "same"),
      passedElsewhere: countJudged(own, "pass", "other"),
      failedElsewhere: countJudged(own, "fail", "other"),
    }))
    .filter(
      ({ passedHere, failedHere, passedElsewhere, failedElsewhere }) =>
        passedHere + failedHere + passedElsewhere + failedElsewhere > 0,
    )
    .toSorted((left, right) => byName(left.fixture, right.fixture));

const compareFixtures = (retests: readonly Retest[]): number | null => {
  const [here, elsewhere] = (["same", "other"] as const).map((where) => {
    const hits = countJudged(retests, "pass", where);
    return { hits, of: hits + countJudged(retests, "fail", where) };
  });
  return here === undefined || elsewhere === undefined || here.of * elsewhere.of === 0
    ? null
    : fisherTwoSided(here, elsewhere);
};
