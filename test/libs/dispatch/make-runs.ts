import type { RunBoard } from "../../../libs/dispatch/job-desk.ts";
import { makeAnswer } from "./samples.ts";

/** Runs that begin and end when the test says so, at the latest when it is over. */
export const makeRuns = () => {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const ids: string[] = [];
  const run: RunBoard = async (job) => {
    ids.push(job.run);
    begun.resolve();
    await gate.promise;
    return makeAnswer(job);
  };
  return { run, ids, begun: begun.promise, end: gate.resolve, [Symbol.dispose]: gate.resolve };
};
