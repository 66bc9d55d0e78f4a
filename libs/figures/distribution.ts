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
