import { parentPort, workerData } from "node:worker_threads";
import { drawCase } from "./draw-case.ts";
import { judgeCase } from "./judge-case.ts";
import type { Batch } from "./run-round.ts";

/** A thread of the round: takes ranges of case numbers, answers each with its `CaseResult`s. */
const seed = Number(workerData);
parentPort?.on("message", ({ from, to }: Batch) => {
  const count = to - from;
  parentPort?.postMessage(
    Array.from({ length: count }, (_, index) => judgeCase(drawCase(seed, from + index))),
  );
});
