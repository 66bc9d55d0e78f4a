/** So many hits among so many. */
export interface Rate {
  readonly hits: number;
  readonly of: number;
}

/**
 * Fisher's exact test: the chance of at least this many of all hits in `one` if hits fell on both
 * alike.
 */
export const fisherGreater = (one: Rate, other: Rate): number => {
  const table = tableOf(one, other);
  let sum = 0;
  for (let hits = one.hits; hits <= table.most; hits += 1) sum += Math.exp(termOf(table, hits));
  return Math.min(1, sum);
};

/** The same in both directions: of any division of the hits that is no likelier than this one. */
export const fisherTwoSided = (one: Rate, other: Rate): number => {
  const table = tableOf(one, other);
  const limit = termOf(table, one.hits) + TIE;
  let sum = 0;
  for (let hits = table.least; hits <= table.most; hits += 1) {
    const term = termOf(table, hits);
    if (term <= limit) sum += Math.exp(term);
  }
  return Math.min(1, sum);
};

/** Equal but for rounding, as logarithms. */
const TIE = 1e-7;

/** All ways to divide the hits: hypergeometric. */
interface Table {
  readonly hits: number;
  readonly of: number;
  readonly total: number;
  readonly least: number;
  readonly most: number;
}

const tableOf = (one: Rate, other: Rate): Table => {
  const hits = one.hits + other.hits;
  return {
    hits,
    of: one.of,
    total: one.of + other.of,
    least: Math.max(0, hits - other.of),
    most: Math.min(hits, one.of),
  };
};

/** Logarithm of the chance of `k` hits. */
const termOf = ({ hits, of, total }: Table, k: number): number =>
  lnChoose(hits, k) + lnChoose(total - hits, of - k) - lnChoose(total, of);

const lnChoose = (n: number, k: number): number =>
  lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);

/** Below this the product itself is used: Stirling's series is for large numbers. */
const STIRLING_FROM = 20;

const lnFactorial = (n: number): number => {
  if (n < STIRLING_FROM) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  const inverse = 1 / n;
  const tail = inverse * (1 / 12 - inverse * inverse * (1 / 360 - (inverse * inverse) / 1260));
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + tail;
};
