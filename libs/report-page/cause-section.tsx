import type { ReactNode } from "react";
import { printable } from "../failure/printable.ts";
import type { Figures } from "../figures/figures.ts";
import { chooseRows, FIRST_ROWS } from "../report/number-table.ts";
import { percentWords } from "../report/words.ts";
import { FigureTable, leftOut } from "./figure-table.tsx";
import { HeatMapChart } from "./heat-map-chart.tsx";
import { ParetoChart } from "./pareto-chart.tsx";

/** Why runs did not pass, most frequent cause first. */
export const CauseSection = ({ causes }: Pick<Figures, "causes">): ReactNode => (
  <section>
    <h2>Causes</h2>
    {causes.length === 0 ? (
      <p>No run ended with a cause.</p>
    ) : (
      <>
        <ParetoChart causes={causes} />
        <FigureTable
          caption="Runs that ended so, boards that had one, boards lost to it by their last run; share of all runs with a cause."
          columns={[
            { title: "Cause", kind: "fixed" },
            { title: "Verdict", kind: "fixed" },
            { title: "Runs", kind: "number" },
            { title: "Boards", kind: "number" },
            { title: "Lost", kind: "number" },
            { title: "Share", kind: "number" },
            { title: "So far", kind: "number" },
          ]}
          rows={causes.map(({ code, verdict, runs, boards, lost, share, cumulative }) => ({
            key: code,
            cells: [
              code,
              verdict.toUpperCase(),
              runs,
              boards,
              lost,
              percentWords(share),
              percentWords(cumulative),
            ],
          }))}
        />
      </>
    )}
  </section>
);

/** Which causes were met in which fixtures; nothing without any. */
export const HeatMapSection = ({ heatMap }: Pick<Figures, "heatMap">): ReactNode => {
  const { causes } = heatMap;
  if (causes.length === 0) return null;
  const fixtures = chooseRows(heatMap.fixtures, FIRST_ROWS);
  return (
    <section>
      <h2>Causes by fixture</h2>
      <HeatMapChart {...heatMap} fixtures={fixtures} />
      <FigureTable
        caption={`Runs that ended so.${leftOut(heatMap.fixtures.length - fixtures.length)}`}
        columns={[
          { title: "Fixture", kind: "name" },
          { title: "Runs", kind: "number" },
          ...causes.map((title) => ({ title, kind: "number", setting: "turned" }) as const),
        ]}
        rows={fixtures.map((fixture, row) => ({
          key: fixture,
          cells: [
            <bdi key="fixture">{printable(fixture)}</bdi>,
            heatMap.of[row],
            ...causes.map((_, column) => heatMap.runs[row]?.[column] || "\u00b7"),
          ],
        }))}
      />
    </section>
  );
};
