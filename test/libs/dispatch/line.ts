import { ulid } from "ulid";
import type { Dispatch } from "../../../libs/dispatch/dispatch.ts";
import type { RunBoard } from "../../../libs/dispatch/job-desk.ts";
import type { JobAnswer, RunJob, WorkerHello } from "../../../libs/dispatch/messages.ts";
import { type DispatchOptions, openDispatch } from "../../../libs/dispatch/open-dispatch.ts";
import { openWorkerLink } from "../../../libs/dispatch/open-worker-link.ts";
import { makeAnswer, makeHello, QUICK } from "./samples.ts";

/** Opens the ends of a line on one Redis; each line of a test has keys of its own. */
export const makeLine = (url: string) => {
  const prefix = `test-${ulid()}`;
  return {
    prefix,
    coordinator: async (more: Partial<DispatchOptions> = {}) => {
      const { session = ulid() } = more;
      const dispatch = await openDispatch({ url, prefix, timings: QUICK, ...more, session });
      return { session, dispatch };
    },
    worker: (
      run: RunBoard,
      more: Partial<Parameters<typeof openWorkerLink>[0]> & {
        readonly hello?: WorkerHello;
      } = {},
    ) => openWorkerLink({ url, prefix, run, hello: makeHello(), timings: QUICK, ...more }),
  };
};

/** Runs that last until they are aborted. `begun` resolves with the first. */
export const makeEndless = () => {
  const begun = Promise.withResolvers<void>();
  const run: RunBoard = (job, signal) =>
    new Promise((resolve) => {
      begun.resolve();
      signal.addEventListener("abort", () => resolve(makeAnswer(job)));
    });
  return { run, begun: begun.promise };
};

/** Resolves with a worker when the coordinator knows it. */
export const untilKnown = (dispatch: Dispatch, { worker }: WorkerHello): Promise<void> =>
  new Promise((resolve) => {
    const isKnown = () => dispatch.workers().some((each) => each.worker === worker);
    if (isKnown()) return resolve();
    const registration = dispatch.onWorker(() => {
      if (!isKnown()) return;
      registration[Symbol.dispose]();
      resolve();
    });
  });

/** Resolves with the answer to a run. */
export const answerTo = (dispatch: Dispatch, job: RunJob): Promise<JobAnswer> =>
  new Promise((resolve) => {
    dispatch.onAnswer((answer) => {
      const run = answer.kind === "recorded" ? answer.record.run : answer.run;
      if (run === job.run) resolve(answer);
    });
  });
