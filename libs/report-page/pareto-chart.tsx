import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { ReactNode } from "react";
import type { CauseShare } from "../figures/cause-pareto.ts";
import { percentWords, plural } from "../report/words.ts";
import { at, CHART_WIDTH, Chart, Hatching } from "./chart.tsx";

/** Causes with a bar of their own; the rarer ones share the last bar. */
const MOST_BARS = 12;

const LEFT = 196;
const RIGHT = 584;
const TOP = 34;
const ROW = 24;
const BAR = 14;

/** Causes by their share of all runs with a cause, and how far the first ones of them go together. */
export const ParetoChart = ({ causes }: { readonly causes: readonly CauseShare[] }): ReactNode => {
  const bars = barsOf(causes);
  const x = scaleLinear([0, 1], [LEFT, RIGHT]);
  const bottom = TOP + bars.length * ROW;
  const middle = (row: number): number => TOP + (row + 0.5) * ROW;
  const path = line<Bar>(
    (bar) => at(x(bar.cumulative)),
    (_, row) => at(middle(row)),
  )([...bars]);
  const total = causes.reduce((sum, { runs }) => sum + runs, 0);
  return (
    <Chart
      id="pareto"
      title="Causes, most frequent first"
      description={`Bars of ${plural(bars.length, "cause")} in ${plural(total, "run")}. ${describe(bars)} The table below has every number.`}
      height={bottom + 12}
      note="Bars: share of all runs that ended with a cause; solid ones are the board's (FAIL), hatched ones the station's (ERROR). Line: this cause and all above it."
    >
      <Hatching id="pareto-hatching" />
      {x.ticks(5).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={at(x(tick))} x2={at(x(tick))} y1={TOP - 4} y2={bottom} />
          <text className="soft middle" x={at(x(tick))} y={TOP - 12}>
            {`${tick * 100} %`}
          </text>
        </g>
      ))}
      <text className="soft end" x={642} y={TOP - 12}>
        runs
      </text>
      <text className="soft end" x={CHART_WIDTH} y={TOP - 12}>
        so far
      </text>
      {bars.map((bar, row) => (
        <g key={bar.name}>
          <text x="0" y={at(middle(row) + 4)}>
            {bar.name}
          </text>
          <text className="soft end" x={LEFT - 8} y={at(middle(row) + 4)}>
            {bar.verdict}
          </text>
          <rect
            className={bar.verdict === "ERROR" ? "outline" : "orange"}
            fill={bar.verdict === "ERROR" ? "url(#pareto-hatching)" : undefined}
            x={LEFT}
            y={at(middle(row) - BAR / 2)}
            width={at(x(bar.share) - LEFT)}
            height={BAR}
          />
          <text className="end" x={642} y={at(middle(row) + 4)}>
            {bar.runs}
          </text>
          <text className="soft end" x={CHART_WIDTH} y={at(middle(row) + 4)}>
            {percentWords(bar.cumulative)}
          </text>
        </g>
      ))}
      <path className="line" d={path ?? ""} />
      {bars.map((bar, row) => (
        <circle
          key={bar.name}
          className="mark"
          cx={at(x(bar.cumulative))}
          cy={at(middle(row))}
          r="3.2"
        />
      ))}
    </Chart>
  );
};

interface Bar {
  readonly name: string;
  /** Empty where it stands for causes of both. */
  readonly verdict: "FAIL" | "ERROR" | "";
  readonly runs: number;
  readonly share: number;
  readonly cumulative: number;
}

const barsOf = (causes: readonly CauseShare[]): readonly Bar[] => {
  const most = causes.length > MOST_BARS ? MOST_BARS - 1 : MOST_BARS;
  const rarer = causes.slice(most);
  const sum = (key: "runs" | "share"): number => rarer.reduce((all, cause) => all + cause[key], 0);
  return [
    ...causes.slice(0, most).map(({ code, verdict, ...shares }) => ({
      name: code,
      verdict: verdict === "error" ? ("ERROR" as const) : ("FAIL" as const),
      ...shares,
    })),
    ...(rarer.length === 0
      ? []
      : [
          {
            name: `${rarer.length} rarer causes`,
            verdict: "" as const,
            runs: sum("runs"),
            share: sum("share"),
            cumulative: 1,
          },
        ]),
  ];
};

const describe = ([first, second]: readonly Bar[]): string =>
  [first, second]
    .filter((bar) => bar !== undefined)
    .map((bar) => `${bar.name}: ${percentWords(bar.share)}.`)
    .join(" ");
