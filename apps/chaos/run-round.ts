import { once } from "node:events";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { CaseResult } from "./case-result.ts";
import { drawCase } from "./draw-case.ts";

/** A case of milliseconds that takes so long turns in a circle without letting go. */
const STUCK_MS = 120_000;

const WORKER = new URL(`./case-worker${extname(import.meta.url)}`, import.meta.url);

/** A round of cases: numbers 0 to `boards` of one seed. */
export interface Round {
  readonly seed: number;
  readonly boards: number;
}

/** Runs a round on all cores; each result is given to `onResult` as it comes. */
export const runRound = async (
  { seed, boards }: Round,
  onResult: (result: CaseResult) => void,
  signal: AbortSignal,
): Promise<void> => {
  let next = 0;
  const takeNext = (): number | undefined => {
    if (next >= boards || signal.aborted) return undefined;
    next += 1;
    return next - 1;
  };
  const threads = Array.from({ length: Math.min(boards, availableParallelism()) }, async () => {
    let worker: Worker | undefined;
    for (let number = takeNext(); number !== undefined; number = takeNext()) {
      worker ??= new Worker(WORKER, { workerData: seed });
      const answer = await askWorker(worker, number);
      if (typeof answer === "string") {
        onResult(lostCase(seed, number, answer));
        await worker.terminate();
        worker = undefined;
      } else onResult(answer);
    }
    await worker?.terminate();
  });
  await Promise.all(threads);
};

/** The case's result; or, in words, why there is none and the worker is of no more use. */
const askWorker = async (worker: Worker, number: number): Promise<CaseResult | string> => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), STUCK_MS);
  try {
    worker.postMessage(number);
    const [answer] = await once(worker, "message", { signal: patience.signal });
    return answer;
  } catch (error) {
    if (patience.signal.aborted) return `hang: busy for ${STUCK_MS / 1000} s`;
    return `crash: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
};

const lostCase = (seed: number, number: number, violation: string): CaseResult => {
  const { chip, troubles } = drawCase(seed, number);
  const names = troubles.map(({ name }) => name);
  const [outcome = ""] = violation.split(":");
  return { number, title: chip, troubles: names, outcome, violations: [violation] };
};
