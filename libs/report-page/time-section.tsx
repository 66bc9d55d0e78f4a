import type { ReactNode } from "react";
import type { Distribution } from "../figures/distribution.ts";
import type { Figures } from "../figures/figures.ts";
import { driftSentences, stepWords } from "../report/time-tables.ts";
import { CycleChart } from "./cycle-chart.tsx";
import { FigureTable, type Row } from "./figure-table.tsx";
import { Sentences } from "./sentences.tsx";
import { SmallSpread } from "./small-chart.tsx";

/** How long runs that passed and their steps took, and what became slower. */
export const TimeSection = ({
  cycle,
  steps,
  drifts,
}: Pick<Figures, "cycle" | "steps" | "drifts">): ReactNode => (
  <section>
    <h2>Cycle times</h2>
    {cycle === null ? (
      <p>No run passed.</p>
    ) : (
      <>
        <CycleChart times={cycle} />
        <FigureTable
          caption="Steps of runs that passed. 90 %: nine of ten took no longer. All: the whole run."
          columns={[
            { title: "Step", kind: "fixed" },
            { title: "Runs", kind: "number" },
            { title: "Median", kind: "number" },
            { title: "90 %", kind: "number" },
            { title: "99 %", kind: "number" },
            { title: "Most", kind: "number" },
            { title: "Spread", kind: "fixed" },
          ]}
          rows={[...steps.map(({ step, times }) => timeRow(step, times)), timeRow("all", cycle)]}
        />
        <Sentences sentences={driftSentences(drifts)} />
      </>
    )}
  </section>
);

const timeRow = (name: string, times: Distribution): Row => ({
  key: name,
  cells: [
    name,
    times.count,
    stepWords(times.medianMs),
    stepWords(times.p90Ms),
    stepWords(times.p99Ms),
    stepWords(times.maxMs),
    <SmallSpread key="spread" times={times} />,
  ],
});
