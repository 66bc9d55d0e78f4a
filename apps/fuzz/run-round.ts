import { once } from "node:events";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { CaseResult } from "./judge-case.ts";

/** Cases a thread takes at once: some tenths of a second. */
const BATCH = 200;

/** A batch that takes so long holds a file that costs more than its size. */
const STUCK_MS = 60_000;

const WORKER = new URL(`./case-worker${extname(import.meta.url)}`, import.meta.url);

/** A round of cases: numbers 0 to `cases` of one seed. */
export interface Round {
  readonly seed: number;
  readonly cases: number;
}

interface Batch {
  readonly from: number;
  readonly to: number;
}

/** Runs a round on all cores; each result is given to `onResult` as it comes. */
export const runRound = async (
  { seed, cases }: Round,
  onResult: (result: CaseResult) => void,
  signal: AbortSignal,
): Promise<void> => {
  let next = 0;
  const takeNext = (): Batch | undefined => {
    if (next >= cases || signal.aborted) return undefined;
    const from = next;
    next = Math.min(cases, from + BATCH);
    return { from, to: next };
  };
  const threads = Math.min(Math.ceil(cases / BATCH), availableParallelism());
  await Promise.all(
    Array.from({ length: threads }, async () => {
      let worker: Worker | undefined;
      for (let batch = takeNext(); batch !== undefined; batch = takeNext()) {
        worker ??= new Worker(WORKER, { workerData: seed });
        const answer = await askWorker(worker, batch);
        if (typeof answer === "string") {
          onResult(lostBatch(batch, answer));
          await worker.terminate();
          worker = undefined;
        } else answer.forEach(onResult);
      }
      await worker?.terminate();
    }),
  );
};

/** The batch's results; or, in words, why there are none and the worker is of no more use. */
const askWorker = async (worker: Worker, batch: Batch): Promise<readonly CaseResult[] | string> => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), STUCK_MS);
  try {
    worker.postMessage(batch);
    const [answer] = await once(worker, "message", { signal: patience.signal });
    return answer;
  } catch (error) {
    if (patience.signal.aborted) return `hang: busy for ${STUCK_MS / 1000} s`;
    return `crash: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
};

const lostBatch = ({ from, to }: Batch, violation: string): CaseResult => ({
  number: from,
  title: `one of cases ${from} to ${to - 1}`,
  base: "(lost)",
  outcome: violation.split(":")[0] ?? "",
  violations: [violation],
});
