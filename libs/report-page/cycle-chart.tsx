import { scaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import type { Bin, Distribution } from "../figures/distribution.ts";
import { stepWords } from "../report/time-tables.ts";
import { plural } from "../report/words.ts";
import { at, CHART_WIDTH, Chart, Hatching } from "./chart.tsx";

const LEFT = 48;
/** Room for half of the last word under the axis. */
const RIGHT = CHART_WIDTH - 30;
const TOP = 58;
const BOTTOM = 228;
const HEIGHT = 262;
/** A few bins do not fill the whole chart. */
const LEAST_BINS = 8;

/** How long whole runs that passed took, from start to end. */
export const CycleChart = ({ times }: { readonly times: Distribution }): ReactNode => {
  const { bins, count } = times;
  const width = widthOf(bins);
  const from = bins[0]?.fromMs ?? 0;
  const end = from + width * Math.max(LEAST_BINS, bins.length);
  const x = scaleLinear([from, end], [LEFT, RIGHT]);
  const most = bins.reduce((greatest, bin) => Math.max(greatest, bin.count), 0);
  const y = scaleLinear([0, most], [BOTTOM, TOP]).nice(4);
  const last = bins.at(-1);
  const isOpen = last !== undefined && last.toMs - last.fromMs > width * 1.01;
  return (
    <Chart
      id="cycle-times"
      title="Cycle times of runs that passed"
      description={`Histogram of ${plural(count, "run")}: half took no longer than ${stepWords(times.medianMs)}, nine of ten no longer than ${stepWords(times.p90Ms)}, the longest ${stepWords(times.maxMs)}. The table below has the numbers.`}
      height={HEIGHT}
      note={`${plural(count, "run")} in columns of ${stepWords(width)}.${isOpen ? ` The hatched column holds all from ${stepWords(last.fromMs)} on, the longest ${stepWords(times.maxMs)}.` : ""}`}
    >
      <Hatching id="cycle-hatching" tone="cool" />
      {y
        .ticks(4)
        .filter(Number.isInteger)
        .map((tick) => (
          <g key={tick}>
            <line className="grid" x1={LEFT} x2={RIGHT} y1={at(y(tick))} y2={at(y(tick))} />
            <text className="soft end" x={LEFT - 6} y={at(y(tick) + 4)}>
              {tick}
            </text>
          </g>
        ))}
      {bins.map((bin) => {
        const isLast = isOpen && bin === last;
        return (
          <rect
            key={bin.fromMs}
            className={isLast ? "bin outline cool" : "bin blue"}
            fill={isLast ? "url(#cycle-hatching)" : undefined}
            x={at(x(bin.fromMs) + 0.5)}
            y={at(y(bin.count))}
            width={at(Math.max(1, x(bin.fromMs + width) - x(bin.fromMs) - 1))}
            height={at(BOTTOM - y(bin.count))}
          />
        );
      })}
      <line className="axis" x1={LEFT} x2={RIGHT} y1={BOTTOM} y2={BOTTOM} />
      {x.ticks(8).map((tick) => (
        <text key={tick} className="soft middle" x={at(x(tick))} y={BOTTOM + 18}>
          {axisWords(tick, end)}
        </text>
      ))}
      <Percentile name="median" ms={times.medianMs} x={x(Math.min(times.medianMs, end))} row={0} />
      <Percentile name="90 %" ms={times.p90Ms} x={x(Math.min(times.p90Ms, end))} row={1} />
      <Percentile name="99 %" ms={times.p99Ms} x={x(Math.min(times.p99Ms, end))} row={2} />
    </Chart>
  );
};

/** A time that so many runs did not exceed, each in a row of its own above the columns. */
const Percentile = ({
  name,
  ms,
  x,
  row,
}: {
  readonly name: string;
  readonly ms: number;
  readonly x: number;
  readonly row: number;
}): ReactNode => {
  const isRight = x > CHART_WIDTH - 130;
  return (
    <g>
      <line className="rule" x1={at(x)} x2={at(x)} y1={4 + row * 16} y2={BOTTOM} />
      <text
        className={isRight ? "label end" : "label"}
        x={at(isRight ? x - 6 : x + 6)}
        y={14 + row * 16}
      >
        {`${name}: ${stepWords(ms)}`}
      </text>
    </g>
  );
};

/** Of all bins but the last, which may reach further. */
const widthOf = (bins: readonly Bin[]): number => {
  const [first] = bins;
  return first === undefined ? 1 : Math.max(1, first.toMs - first.fromMs);
};

/** In the unit of the whole axis, and as exact as its steps. */
const axisWords = (ms: number, end: number): string =>
  end < 2000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(2))} s`;
