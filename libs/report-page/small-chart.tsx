import { scaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import type { Distribution } from "../figures/distribution.ts";
import { at } from "./chart.tsx";

const WIDTH = 84;
const HEIGHT = 14;

/** A bar in a table, `part` (0 to 1) of its longest. The number stands in another column. */
export const SmallBar = ({ part }: { readonly part: number }): ReactNode => (
  <svg className="inline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
    <rect
      className="orange"
      x="0"
      y="2"
      width={at(part > 0 ? Math.max(1, part * WIDTH) : 0)}
      height={HEIGHT - 4}
    />
  </svg>
);

/** A histogram as high as a line of text, for its shape alone. */
export const SmallSpread = ({ times }: { readonly times: Distribution }): ReactNode => {
  const { bins } = times;
  const most = bins.reduce((greatest, { count }) => Math.max(greatest, count), 1);
  const y = scaleLinear([0, most], [0, HEIGHT - 2]);
  const width = Math.min(8, WIDTH / Math.max(1, bins.length));
  return (
    <svg className="inline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {bins.map(({ fromMs, count }, place) => {
        const height = count === 0 ? 0 : Math.max(1, y(count));
        return (
          <rect
            key={fromMs}
            className="blue"
            x={at(place * width)}
            y={at(HEIGHT - height)}
            width={at(Math.max(0.5, width - 0.6))}
            height={at(height)}
          />
        );
      })}
    </svg>
  );
};
