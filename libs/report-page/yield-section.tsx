import type { ReactNode } from "react";
import type { Figures } from "../figures/figures.ts";
import type { Dimension } from "../figures/groups.ts";
import type { Yields } from "../figures/yields.ts";
import { chooseRows } from "../report/number-table.ts";
import { percentWords } from "../report/words.ts";
import { groupName, pointName, YIELD_TABLES } from "../report/yield-tables.ts";
import { type Column, FigureTable, leftOut } from "./figure-table.tsx";
import { SmallBar } from "./small-chart.tsx";
import { YieldChart } from "./yield-chart.tsx";

/** Three months of days. */
const MOST_POINTS = 93;

/** Yields one after another, drawn and in numbers. */
export const YieldOverTimeSection = ({
  overTime: { every, points },
}: Pick<Figures, "overTime">): ReactNode => {
  const shown = points.slice(-MOST_POINTS);
  return (
    <section>
      <h2>Yield over time</h2>
      <YieldChart every={every} points={shown} />
      <YieldTable
        title={every}
        caption={`By ${every}`}
        rows={shown.map((point) => ({
          ...point,
          key: point.from,
          name: pointName(point.from, every),
        }))}
        left={points.length - shown.length}
      />
    </section>
  );
};

/** Yields by lot, recipe, fixture, operator and shift, each where there are several. */
export const YieldSection = ({ by }: Pick<Figures, "by">): ReactNode => {
  const tables = YIELD_TABLES.filter(([dimension]) => by[dimension].length > 1);
  if (tables.length === 0) return null;
  return (
    <section>
      <h2>Yields compared</h2>
      {tables.map(([dimension, title, shown]) => {
        const groups = chooseRows(by[dimension], shown);
        return (
          <YieldTable
            key={dimension}
            title={title}
            caption={CAPTIONS[dimension]}
            rows={groups.map((group) => ({
              ...group,
              key: `${group.key === null ? "" : "="}${group.key}`,
              name: groupName(group),
            }))}
            left={by[dimension].length - groups.length}
          />
        );
      })}
    </section>
  );
};

interface Named extends Yields {
  /** Unlike those of the other rows. */
  readonly key: string;
  /** Safe to print. */
  readonly name: string;
}

const YieldTable = ({
  title,
  caption,
  rows,
  left,
}: {
  readonly title: string;
  readonly caption: string;
  readonly rows: readonly Named[];
  readonly left: number;
}): ReactNode => {
  const lost = ({ firstPassYield }: Yields): number => 1 - (firstPassYield ?? 1);
  const most = rows.reduce((greatest, row) => Math.max(greatest, lost(row)), 0);
  return (
    <FigureTable
      caption={`${caption}. Bars: boards that did not pass at first.${leftOut(left)}`}
      columns={[{ title: capital(title.toLowerCase()), kind: "name" }, ...COLUMNS]}
      rows={rows.map((row) => ({
        key: row.key,
        cells: [
          <bdi key="name">{row.name}</bdi>,
          row.boards,
          row.fail,
          row.error,
          percentWords(row.yield),
          percentWords(row.firstPassYield),
          percentWords(row.finalYield),
          <SmallBar key="bar" part={most === 0 ? 0 : lost(row) / most} />,
        ],
      }))}
    />
  );
};

const CAPTIONS: Readonly<Record<Dimension, string>> = {
  lot: "By lot",
  recipe: "By recipe",
  fixture: "By fixture",
  operator: "By operator",
  shiftOfDay: "By shift of the day",
  shift: "By shift",
};

const COLUMNS: readonly Column[] = [
  { title: "Boards", kind: "number" },
  { title: "Fail", kind: "number" },
  { title: "Error", kind: "number" },
  { title: "Yield", kind: "number" },
  { title: "First pass", kind: "number" },
  { title: "Final", kind: "number" },
  { title: "Not at first", kind: "fixed" },
];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
