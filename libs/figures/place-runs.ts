import { isProduct } from "../run/purpose.ts";
import { inOrderOfRuns, inOrderOfStart, type RunFacts } from "../run/run-facts.ts";
import type { BoardRun } from "./board-run.ts";
import type { Twins } from "./twins.ts";

/**
 * Puts every run in its place among those of its board; in order of start. To be given all runs of
 * each board. Runs that prove a fixture (golden and must-fail boards) are no product and left out.
 * `twins`: those of the boards' lots, whether their runs are among these or not.
 */
export const placeRuns = (
  facts: readonly RunFacts[],
  twins: readonly Twins[] = [],
): readonly BoardRun[] => {
  const twinsByRun = new Map(twins.flatMap((those) => those.runs.map((run) => [run, those])));
  const ofLot = Map.groupBy(facts.filter(isProduct), ({ lot }) => lot);
  return [...ofLot]
    .flatMap(([lot, runs]) =>
      [...Map.groupBy(runs, ({ serial }) => serial)].flatMap(([serial, own]) =>
        placeOwn({ lot, serial }, own, twinsByRun),
      ),
    )
    .toSorted((left, right) => inOrderOfStart(left.facts, right.facts));
};

const placeOwn = (
  board: BoardRun["board"],
  runs: readonly RunFacts[],
  twinsByRun: ReadonlyMap<string, Twins>,
): readonly BoardRun[] =>
  runs.toSorted(inOrderOfRuns).map((facts, index, sorted) => ({
    board,
    facts,
    place: index + 1,
    before: sorted[index - 1] ?? null,
    twins: twinsByRun.get(facts.run) ?? null,
  }));
