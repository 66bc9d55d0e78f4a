import { ownMacOf } from "../run/own-mac-of.ts";
import { isProduct } from "../run/purpose.ts";
import { inOrderOfRuns, inOrderOfStart, type RunFacts } from "../run/run-facts.ts";

/**
 * Serials of one lot that stand as passed on boards with one MAC: one board under several serials, or several
 * boards with one MAC. Each station looks only into its own journal before it erases: two may pass at two.
 */
export interface Twins {
  readonly lot: string;
  /** 12 hex digits; tells a board from every other. */
  readonly mac: string;
  /** Two or more, by start of their runs; that of a check board, which passed as such, may be one. */
  readonly serials: readonly string[];
  /** The last run of each product among them: those boards are in doubt. At least one. */
  readonly runs: readonly string[];
}

/** The twins of all lots. To be given all runs of each board that may be one; others change nothing. */
export const findTwins = (facts: readonly RunFacts[]): readonly Twins[] =>
  [...Map.groupBy(facts, ({ lot }) => lot)].flatMap(([lot, ofLot]) => {
    const passes = [...Map.groupBy(ofLot, ({ serial }) => serial).values()].flatMap(standingPasses);
    return [...Map.groupBy(passes.toSorted(inOrderOfStart), ownMacOf)].flatMap(
      ([mac, sharing]): Twins[] => {
        const serials = [...new Set(sharing.map(({ serial }) => serial))];
        const runs = sharing.filter(isProduct).map(({ run }) => run);
        return mac === null || serials.length < 2 || runs.length === 0
          ? []
          : [{ lot, mac, serials, runs }];
      },
    );
  });

/** A product stands by its last run; a check board is itself whenever it passes. */
const standingPasses = (own: readonly RunFacts[]): readonly RunFacts[] => {
  const last = own.filter(isProduct).toSorted(inOrderOfRuns).slice(-1);
  return [...own.filter((run) => !isProduct(run)), ...last].filter(
    ({ verdict }) => verdict === "pass",
  );
};
