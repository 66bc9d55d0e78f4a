import { scaleQuantize } from "d3-scale";
import type { ReactNode } from "react";
import { printable } from "../failure/printable.ts";
import type { HeatMap } from "../figures/heat-map.ts";
import { percentWords, plural } from "../report/words.ts";
import { at, CHART_WIDTH, Chart } from "./chart.tsx";

/** Rarer causes are in the table alone. */
const MOST_CAUSES = 12;
/** So many fixtures stand side by side; more go on below. */
const MOST_COLUMNS = 32;

const LEFT = 150;
const ROW = 22;
const NAME_LETTERS = 14;
/** Between names of fixtures and cells, and below the last cell. */
const GAP = 6;
const LEGEND_HEIGHT = 34;
const LEVELS = [1, 2, 3, 4, 5] as const;

/** How often each cause was met in each fixture: the number in the cell, its share of the fixture's runs in its tone. */
export const HeatMapChart = ({ fixtures, causes, runs, of }: HeatMap): ReactNode => {
  const rows = causes.slice(0, MOST_CAUSES);
  const rateOf = (fixture: number, cause: number): number =>
    (runs[fixture]?.[cause] ?? 0) / Math.max(1, of[fixture] ?? 0);
  const highest = fixtures.reduce(
    (most, _, fixture) =>
      rows.reduce((higher, __, cause) => Math.max(higher, rateOf(fixture, cause)), most),
    0,
  );
  const level = scaleQuantize<number>([0, highest], LEVELS);
  const names = fixtures.map((fixture) => printable(fixture, NAME_LETTERS));
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  const panels = Array.from({ length: Math.ceil(fixtures.length / MOST_COLUMNS) }, (_, n) => ({
    from: n * MOST_COLUMNS,
    to: Math.min(fixtures.length, (n + 1) * MOST_COLUMNS),
  }));
  const width = Math.min(46, (CHART_WIDTH - LEFT) / Math.min(fixtures.length, MOST_COLUMNS));
  const isUpright = longest * 7.2 > width;
  const nameHeight = isUpright ? longest * 7 + 4 : 14;
  const panelHeight = nameHeight + GAP + rows.length * ROW + 16;
  return (
    <Chart
      id="heat-map"
      title="Causes by fixture, in runs"
      description={`${plural(rows.length, "cause")} in ${plural(fixtures.length, "fixture")}. ${worstCell({ fixtures, causes: rows, runs, of })} The table below has every number.`}
      height={LEGEND_HEIGHT + panels.length * panelHeight}
      note="In the cell: runs that ended so. The darker, the greater their share of the fixture's runs: a dark cell in a light row is the fixture's, a row of one tone the boards'."
    >
      {LEVELS.map((tone, n) => (
        <g key={tone}>
          <rect className={`heat${tone}`} x={LEFT + n * 108} y="2" width="16" height="12" />
          <text className="soft small" x={LEFT + n * 108 + 22} y="12">
            {`to ${percentWords(level.invertExtent(tone)[1])}`}
          </text>
        </g>
      ))}
      <text className="soft small" x="0" y="12">
        share of its runs
      </text>
      {panels.map(({ from, to }, panel) => {
        const top = LEGEND_HEIGHT + panel * panelHeight + nameHeight + GAP;
        return (
          <g key={from}>
            {names.slice(from, to).map((name, column) => {
              const center = at(LEFT + (column + 0.5) * width);
              return (
                <text
                  key={fixtures[from + column]}
                  className={isUpright ? "small" : "small middle"}
                  transform={
                    isUpright ? `translate(${center + 4} ${top - GAP}) rotate(-90)` : undefined
                  }
                  x={isUpright ? undefined : center}
                  y={isUpright ? undefined : top - GAP}
                >
                  {name}
                </text>
              );
            })}
            {rows.map((code, cause) => (
              <g key={code}>
                <text className="end" x={LEFT - 8} y={at(top + (cause + 0.5) * ROW + 4)}>
                  {code}
                </text>
                {fixtures.slice(from, to).map((fixture, column) => (
                  <Cell
                    key={fixture}
                    x={at(LEFT + column * width)}
                    y={top + cause * ROW}
                    width={at(width - 1.5)}
                    count={runs[from + column]?.[cause] ?? 0}
                    tone={level(rateOf(from + column, cause))}
                  />
                ))}
              </g>
            ))}
          </g>
        );
      })}
    </Chart>
  );
};

const Cell = ({
  x,
  y,
  width,
  count,
  tone,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly count: number;
  readonly tone: number;
}): ReactNode => (
  <>
    <rect
      className={`cell heat${count === 0 ? 0 : tone}`}
      x={x}
      y={y}
      width={width}
      height={ROW - 1.5}
    />
    {count > 0 && (
      <text
        className={tone > 3 ? "small middle dark" : "small middle"}
        x={at(x + width / 2)}
        y={y + 14.5}
      >
        {count}
      </text>
    )}
  </>
);

const worstCell = ({ fixtures, causes, runs, of }: HeatMap): string => {
  const cells = fixtures.flatMap((fixture, row) =>
    causes.map((code, column) => {
      const count = runs[row]?.[column] ?? 0;
      return { fixture, code, count, rate: count / Math.max(1, of[row] ?? 0) };
    }),
  );
  const worst = cells.toSorted((left, right) => right.rate - left.rate)[0];
  return worst === undefined
    ? ""
    : `Most: ${worst.code} in ${printable(worst.fixture, NAME_LETTERS)}, ${plural(worst.count, "run")}, ${percentWords(worst.rate)} of its runs.`;
};
