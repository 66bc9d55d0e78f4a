import { extname } from "node:path";
import { runOnWorkers } from "../../libs/tool/run-on-workers.ts";
import type { CaseResult } from "./case-result.ts";
import { drawCase } from "./draw-case.ts";

/** A case of milliseconds that takes so long turns in a circle without letting go. */
const STUCK_MS = 120_000;

const WORKER = new URL(`./case-worker${extname(import.meta.url)}`, import.meta.url);

/** A round of cases: numbers 0 to `size` of one seed, a board each. */
export interface Round {
  readonly seed: number;
  readonly size: number;
}

/** Runs a round on all cores; each result is given to `onResult` as it comes. */
export const runRound = (
  { seed, size }: Round,
  onResult: (result: CaseResult) => void,
  signal: AbortSignal,
): Promise<void> =>
  runOnWorkers<number, CaseResult>(
    { worker: WORKER, workerData: seed, jobs: numbersTo(size), stuckMs: STUCK_MS },
    {
      answered: onResult,
      lost: (number, why) => onResult(lostCase(seed, number, why)),
    },
    signal,
  );

function* numbersTo(size: number): Generator<number> {
  for (let number = 0; number < size; number += 1) yield number;
}

const lostCase = (seed: number, number: number, violation: string): CaseResult => {
  const { chip, troubles } = drawCase(seed, number);
  const names = troubles.map(({ name }) => name);
  const [outcome = ""] = violation.split(":");
  return { number, title: chip, troubles: names, outcome, violations: [violation] };
};
