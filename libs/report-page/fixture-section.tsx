import type { ReactNode } from "react";
import type { Figures } from "../figures/figures.ts";
import { retestSentences } from "../report/retest-lines.ts";
import { suspectSentences } from "../report/suspect-lines.ts";
import { FigureTable } from "./figure-table.tsx";
import { Sentences } from "./sentences.tsx";

/** Fixtures that are worse than the others by more than chance; nothing where there is only one. */
export const SuspectSection = ({
  suspects,
  heatMap,
}: Pick<Figures, "suspects" | "heatMap">): ReactNode =>
  heatMap.fixtures.length < 2 ? null : (
    <section>
      <h2>Fixtures against each other</h2>
      <Sentences sentences={suspectSentences(suspects)} />
    </section>
  );

/** How many runs boards took, and whether another fixture helped; nothing where each took one. */
export const RetestSection = ({ retests }: Pick<Figures, "retests">): ReactNode =>
  retests.boards.every(({ runs }) => runs === 1) ? null : (
    <section>
      <h2>Retests</h2>
      <FigureTable
        size="narrow"
        caption="Boards by their number of runs."
        columns={[
          { title: "Runs", kind: "fixed" },
          { title: "Boards", kind: "number" },
          { title: "Passed at last", kind: "number" },
        ]}
        rows={retests.boards.map(({ runs, boards, passed }) => ({
          key: String(runs),
          cells: [runs, boards, passed],
        }))}
      />
      <Sentences sentences={retestSentences(retests)} />
    </section>
  );
