import { parentPort, workerData } from "node:worker_threads";

/** A thread that doubles numbers of the round it was started with; it crashes at 13, and never answers 666. */
parentPort?.on("message", (job: number) => {
  if (job === 13) throw new Error("no luck");
  while (job === 666);
  parentPort?.postMessage(`${workerData}: ${job * 2}`);
});
