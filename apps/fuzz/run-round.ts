import { extname } from "node:path";
import { runOnWorkers } from "../../libs/tool/run-on-workers.ts";
import type { CaseResult } from "./judge-case.ts";

/** Cases a thread takes at once: some tenths of a second. */
const BATCH = 200;

/** A batch that takes so long holds a file that costs more than its size. */
const STUCK_MS = 60_000;

const WORKER = new URL(`./case-worker${extname(import.meta.url)}`, import.meta.url);

/** A round of cases: numbers 0 to `size` of one seed. */
export interface Round {
  readonly seed: number;
  readonly size: number;
}

/** Numbers of cases, `from` up to `to`, which is no more of it. */
export interface Batch {
  readonly from: number;
  readonly to: number;
}

/** Runs a round on all cores; each result is given to `onResult` as it comes. */
export const runRound = (
  { seed, size }: Round,
  onResult: (result: CaseResult) => void,
  signal: AbortSignal,
): Promise<void> =>
  runOnWorkers<Batch, readonly CaseResult[]>(
    { worker: WORKER, workerData: seed, jobs: batchesOf(size), stuckMs: STUCK_MS },
    {
      answered: (results) => results.forEach(onResult),
      lost: (batch, why) => onResult(lostBatch(batch, why)),
    },
    signal,
  );

function* batchesOf(size: number): Generator<Batch> {
  for (let from = 0; from < size; from += BATCH) yield { from, to: Math.min(size, from + BATCH) };
}

const lostBatch = ({ from, to }: Batch, violation: string): CaseResult => ({
  number: from,
  title: `one of cases ${from} to ${to - 1}`,
  base: "(lost)",
  outcome: violation.split(":")[0] ?? "",
  violations: [violation],
});
