import { isProduct } from "../run/purpose.ts";
import { inOrderOfStart, type RunFacts } from "../run/run-facts.ts";
import type { BoardRun } from "./board-run.ts";

/**
 * Puts every run in its place among those of its board; in order of start. To be given all runs of
 * each board. Runs that prove a fixture (golden and must-fail boards) are no product and left out.
 */
export const placeRuns = (facts: readonly RunFacts[]): readonly BoardRun[] => {
  const ofLot = Map.groupBy(facts.filter(isProduct), ({ lot }) => lot);
  return [...ofLot]
    .flatMap(([lot, runs]) =>
      [...Map.groupBy(runs, ({ serial }) => serial)].flatMap(([serial, own]) =>
        placeOwn({ lot, serial }, own),
      ),
    )
    .toSorted((left, right) => inOrderOfStart(left.facts, right.facts));
};

const placeOwn = (board: BoardRun["board"], runs: readonly RunFacts[]): readonly BoardRun[] =>
  runs.toSorted(inOrderOfRuns).map((facts, index, sorted) => ({
    board,
    facts,
    place: index + 1,
    before: sorted[index - 1] ?? null,
  }));

/** By attempt, which the coordinator counts: the clocks of several hosts need not agree. */
const inOrderOfRuns = (left: RunFacts, right: RunFacts): number =>
  left.attempt - right.attempt || inOrderOfStart(left, right);
