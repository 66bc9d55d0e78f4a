import type { FailureCode } from "../failure/failure.ts";
import type { BoardRun } from "./board-run.ts";
import { causePareto } from "./cause-pareto.ts";
import type { FigureGround } from "./figure-ground.ts";
import { byName } from "./fixture-names.ts";

/** Which causes were met in which fixtures: rows and columns of a heat map. */
export interface HeatMap {
  /** By name; those without an ended run are left out. */
  readonly fixtures: readonly string[];
  /** Most frequent first. */
  readonly causes: readonly FailureCode[];
  /** `runs[fixture][cause]`: runs that ended so there. */
  readonly runs: readonly (readonly number[])[];
  /** Ended runs per fixture. */
  readonly of: readonly number[];
}

/** Counts every cause in every fixture. */
export const heatMap = (
  runs: readonly BoardRun[],
  { fixtureName }: Pick<FigureGround, "fixtureName">,
): HeatMap => {
  const ended = runs.filter(({ facts }) => facts.verdict !== "open");
  const causes = causePareto(ended).map(({ code }) => code);
  const rows = [...Map.groupBy(ended, ({ facts }) => fixtureName(facts))].toSorted(
    ([left], [right]) => byName(left, right),
  );
  return {
    fixtures: rows.map(([name]) => name),
    causes,
    runs: rows.map(([, own]) => {
      const counts = new Map(causes.map((code) => [code, 0]));
      for (const { facts } of own) {
        const code = facts.failure?.code;
        if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
      }
      return [...counts.values()];
    }),
    of: rows.map(([, own]) => own.length),
  };
};
