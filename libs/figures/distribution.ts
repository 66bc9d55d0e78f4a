/** Values from `fromMs` on and below `toMs`; the last bin of a distribution also holds its `toMs`. */
export interface Bin {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/** How durations are spread. A percentile is the least value that so many of all do not exceed. */
export interface Distribution {
  readonly count: number;
  readonly minMs: number;
  readonly medianMs: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Equally wide but for the last, which reaches to the greatest value. */
  readonly bins: readonly Bin[];
}

/** About so many bins hold all but the slowest hundredth. */
const BINS = 20;

/** Spreads out durations in ms; null where there are none. What is no duration is left out. */
export const distributionOf = (durations: Iterable<number>): Distribution | null => {
  const sorted = Float64Array.from(durations)
    .filter((ms) => Number.isFinite(ms) && ms >= 0)
    .sort();
  const minMs = sorted[0];
  const maxMs = sorted.at(-1);
  if (minMs === undefined || maxMs === undefined) return null;
  const p99Ms = percentile(sorted, 0.99);
  return {
    count: sorted.length,
    minMs,
    medianMs: percentile(sorted, 0.5),
    p90Ms: percentile(sorted, 0.9),
    p99Ms,
    maxMs,
    bins: binsOf(sorted, niceWidth((p99Ms - minMs) / BINS)),
  };
};

/** The least of `sorted`, which must not be empty, that `part` (0 to 1) of all do not exceed. */
export const percentile = (sorted: Float64Array, part: number): number =>
  sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;

/** The next of 1, 2, 5, 10, 20 and so on. */
const niceWidth = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((width) => width >= least) ?? 10 * power;
};

const binsOf = (sorted: Float64Array, width: number): readonly Bin[] => {
  const start = Math.floor((sorted[0] ?? 0) / width) * width;
  const lastBin = Math.floor((percentile(sorted, 0.99) - start) / width);
  const counts = Array.from({ length: lastBin + 1 }, () => 0);
  for (const ms of sorted) {
    const bin = Math.min(Math.floor((ms - start) / width), lastBin);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, bin) => {
    const fromMs = start + bin * width;
    const toMs = fromMs + width;
    return { fromMs, toMs: bin < lastBin ? toMs : Math.max(toMs, sorted.at(-1) ?? toMs), count };
  });
};
