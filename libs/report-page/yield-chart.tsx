import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";
import type { ReactNode } from "react";
import type { TimePoint, YieldOverTime } from "../figures/yield-over-time.ts";
import { percentWords } from "../report/words.ts";
import { pointName } from "../report/yield-tables.ts";
import { at, CHART_WIDTH, Chart } from "./chart.tsx";

const LEFT = 48;
const RIGHT = CHART_WIDTH - 12;
const TOP = 34;
const BOTTOM = 220;
/** Boards stand in a strip of their own below the yields. */
const STRIP_TOP = 238;
const STRIP_BOTTOM = 280;
const HEIGHT = 306;

const HOUR_MS = 3_600_000;
const LENGTH_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const;

/** Yield and first-pass yield of each hour, day or week, and the boards that they are made of. */
export const YieldChart = ({ every, points }: YieldOverTime): ReactNode => {
  const startOf = ({ from }: TimePoint): number => Date.parse(`${from.replace(" ", "T")}:00Z`);
  const starts = points.map(startOf);
  const [first = 0, last = 0] = [starts[0], starts.at(-1)];
  const half = LENGTH_MS[every] / 2;
  const x = scaleUtc([first - half, last + half], [LEFT, RIGHT]);
  const least = lowestOf(points);
  const y = scaleLinear([least, 1], [BOTTOM, TOP]);
  const most = points.reduce((greatest, { boards }) => Math.max(greatest, boards), 0);
  const strip = scaleLinear([0, most], [0, STRIP_BOTTOM - STRIP_TOP]);
  const width = Math.max(1.5, Math.min(36, (x(first + 2 * half) - x(first)) * 0.72));
  const size = points.length > 60 ? 2 : 3.2;
  const pathOf = (share: (point: TimePoint) => number | null): string =>
    line<TimePoint>(
      (point) => at(x(startOf(point))),
      (point) => at(y(share(point) ?? 0)),
    ).defined((point) => share(point) !== null)([...points]) ?? "";
  return (
    <Chart
      id="yield-over-time"
      title={`Yield by ${every}`}
      description={describe(points, every)}
      height={HEIGHT}
      note={`Each ${every} by itself. ${least > 0 ? `The axis begins at ${percentWords(least)}. ` : ""}Below: boards, at most ${most} in one ${every}.`}
    >
      <Legend />
      {y.ticks(5).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={LEFT} x2={RIGHT} y1={at(y(tick))} y2={at(y(tick))} />
          <text className="soft end" x={LEFT - 6} y={at(y(tick) + 4)}>
            {y.tickFormat(5, "~%")(tick).replace("%", " %")}
          </text>
        </g>
      ))}
      <path className="line other" d={pathOf((point) => point.yield)} />
      <path className="line" d={pathOf((point) => point.firstPassYield)} />
      {points.map((point) => (
        <g key={point.from}>
          {point.yield !== null && (
            <rect
              className="mark other yield"
              x={at(x(startOf(point)) - size)}
              y={at(y(point.yield) - size)}
              width={2 * size}
              height={2 * size}
            />
          )}
          {point.firstPassYield !== null && (
            <circle
              className="mark first-pass"
              cx={at(x(startOf(point)))}
              cy={at(y(point.firstPassYield))}
              r={size}
            />
          )}
          <rect
            className="grey boards"
            x={at(x(startOf(point)) - width / 2)}
            y={at(STRIP_BOTTOM - strip(point.boards))}
            width={at(width)}
            height={at(strip(point.boards))}
          />
        </g>
      ))}
      <line className="axis" x1={LEFT} x2={RIGHT} y1={STRIP_BOTTOM} y2={STRIP_BOTTOM} />
      <text className="soft end" x={LEFT - 6} y={STRIP_BOTTOM}>
        boards
      </text>
      {labelled(points, (point) => x(startOf(point))).map((point) => (
        <text
          key={point.from}
          className="soft middle"
          x={at(Math.min(x(startOf(point)), CHART_WIDTH - LABEL_WIDTH / 2))}
          y={STRIP_BOTTOM + 18}
        >
          {pointName(point.from, every)}
        </text>
      ))}
    </Chart>
  );
};

const Legend = (): ReactNode => (
  <g>
    <line className="line" x1={LEFT} x2={LEFT + 30} y1="10" y2="10" />
    <circle className="mark" cx={LEFT + 15} cy="10" r="3.2" />
    <text x={LEFT + 38} y="14">
      first-pass yield
    </text>
    <line className="line other" x1={LEFT + 160} x2={LEFT + 190} y1="10" y2="10" />
    <rect className="mark other" x={LEFT + 171.8} y="6.8" width="6.4" height="6.4" />
    <text x={LEFT + 198} y="14">
      yield
    </text>
  </g>
);

/** Where the axis of shares begins: low enough for all, high enough to tell them apart. */
const lowestOf = (points: readonly TimePoint[]): number => {
  const shares = points.flatMap((point) => [point.yield ?? 1, point.firstPassYield ?? 1]);
  const least = shares.reduce((lowest, share) => Math.min(lowest, share), 1);
  return [0.98, 0.95, 0.9, 0.8, 0.5].find((start) => start < least) ?? 0;
};

/** Room for a time in words. */
const LABEL_WIDTH = 112;

/** Points far enough apart to be named. */
const labelled = (
  points: readonly TimePoint[],
  place: (point: TimePoint) => number,
): readonly TimePoint[] => {
  let taken = Number.NEGATIVE_INFINITY;
  return points.filter((point) => {
    if (place(point) < taken + LABEL_WIDTH) return false;
    taken = place(point);
    return true;
  });
};

const describe = (points: readonly TimePoint[], every: YieldOverTime["every"]): string => {
  const known = points.filter((point) => point.firstPassYield !== null);
  const lowest = known.toSorted(
    (left, right) => (left.firstPassYield ?? 1) - (right.firstPassYield ?? 1),
  )[0];
  const from = points[0]?.from ?? "";
  const to = points.at(-1)?.from ?? "";
  const named = (point: TimePoint): string =>
    `${percentWords(point.firstPassYield)} on ${pointName(point.from, every)}`;
  return `Lines of first-pass yield and yield from ${pointName(from, every)} to ${pointName(to, every)}. ${
    lowest === undefined
      ? "No board passed or failed."
      : `Lowest first-pass yield: ${named(lowest)}.`
  } The table below has every number.`;
};
