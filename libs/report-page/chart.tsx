import type { ReactNode } from "react";

/** Every chart is as wide as the text; heights are its own, in the same units. */
export const CHART_WIDTH = 720;

/** A chart with what it says in words, for those who cannot see it, and a line below for all. */
export const Chart = ({
  id,
  title,
  description,
  height,
  note,
  children,
}: {
  /** Of this chart alone on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
  readonly note: string;
  readonly children: ReactNode;
}): ReactNode => (
  <figure id={id}>
    <svg
      xmlns="http://www.w3.org/2000/svg"
      className="chart"
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      viewBox={`0 0 ${CHART_WIDTH} ${height}`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {children}
    </svg>
    <figcaption>{note}</figcaption>
  </figure>
);

/** A filling told apart by its lines, not by its colour; to be named in `fill` as `url(#ID)`. */
export const Hatching = ({
  id,
  tone = "warm",
}: {
  readonly id: string;
  readonly tone?: "warm" | "cool";
}): ReactNode => (
  <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <line className={tone === "cool" ? "hatch cool" : "hatch"} x1="0" y1="0" x2="0" y2="5" />
  </pattern>
);

/** A coordinate, as short as it can be seen. */
export const at = (value: number): number => Math.round(value * 10) / 10;
