import { parentPort, workerData } from "node:worker_threads";
import { judgeCase } from "./case-result.ts";

/** A thread of the round: takes case numbers one by one, answers each with its `CaseResult`. */
const seed = Number(workerData);
parentPort?.on("message", async (number: number) => {
  parentPort?.postMessage(await judgeCase(seed, number));
});
