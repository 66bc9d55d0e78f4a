import { heatTable, paretoTable } from "./cause-tables.ts";
import type { BarStyle } from "./draw-bar.ts";
import type { Report } from "./report.ts";
import { retestLines } from "./retest-lines.ts";
import { suspectLines } from "./suspect-lines.ts";
import { driftLines, timeTable } from "./time-tables.ts";
import { yieldTables } from "./yield-tables.ts";

/** The figures for people, in 80 columns, block by block; none before the first run has ended. */
export const textFigures = ({ figures, totals }: Report, style: BarStyle): readonly string[] => {
  if (totals.runs === 0) return [];
  const { causes, heatMap, suspects, retests, drifts } = figures;
  const hasFixtures = heatMap.fixtures.length > 1;
  return [
    ...under("Yields (bars: boards that did not pass at first)", yieldTables(figures, style)),
    ...(causes.length === 0
      ? []
      : under("Causes: runs that ended so, boards that had one, boards lost to it", [
          paretoTable(causes, style),
        ])),
    ...(causes.length === 0 || !hasFixtures
      ? []
      : under("Causes by fixture, in runs", [heatTable(heatMap)])),
    ...(hasFixtures ? under("Fixtures against each other", [suspectLines(suspects)]) : []),
    ...under("Boards by their number of runs", [retestLines(retests)]),
    ...under("Times of steps, in runs that passed", [timeTable(figures, style)]),
    ...(figures.cycle === null ? [] : [driftLines(drifts)]),
  ];
};

/** None under it, no title. */
const under = (title: string, blocks: readonly string[]): readonly string[] => {
  const [first, ...others] = blocks.filter((block) => block !== "");
  return first === undefined ? [] : [`${title}\n\n${first}`, ...others];
};
