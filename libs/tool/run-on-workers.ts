import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** Jobs for threads that run one file: it answers each message, a job, with one message. */
export interface WorkerJobs<Job> {
  readonly worker: URL;
  /** What each thread is started with. */
  readonly workerData: unknown;
  /** Taken one by one, as threads come free. */
  readonly jobs: Iterable<Job>;
  /** A job that takes so long is lost, and so is its thread: it turns in a circle. */
  readonly stuckMs: number;
}

/** Where the jobs' ends go. */
export interface WorkerEnds<Job, Answer> {
  answered(answer: Answer): void;
  /** Why there is no answer: `hang: ...` or `crash: ...`. The others go on, in a fresh thread. */
  lost(job: Job, why: string): void;
}

/** Runs jobs on all cores and tells each one's end as it comes, in no order. Once aborted it takes no further job. */
export const runOnWorkers = async <Job, Answer>(
  { worker: file, workerData, jobs, stuckMs }: WorkerJobs<Job>,
  ends: WorkerEnds<Job, Answer>,
  signal: AbortSignal,
): Promise<void> => {
  const queue = jobs[Symbol.iterator]();
  const takeNext = (): IteratorResult<Job, unknown> =>
    signal.aborted ? { done: true, value: undefined } : queue.next();
  const threads = Array.from({ length: availableParallelism() }, async () => {
    let worker: Worker | undefined;
    for (let next = takeNext(); next.done !== true; next = takeNext()) {
      worker ??= new Worker(file, { workerData });
      const end = await askWorker<Answer>(worker, next.value, stuckMs);
      if ("answer" in end) ends.answered(end.answer);
      else {
        ends.lost(next.value, end.lost);
        await worker.terminate();
        worker = undefined;
      }
    }
    await worker?.terminate();
  });
  await Promise.all(threads);
};

/** The job's answer; or, in words, why there is none and the worker is of no more use. */
const askWorker = async <Answer>(
  worker: Worker,
  job: unknown,
  stuckMs: number,
): Promise<{ readonly answer: Answer } | { readonly lost: string }> => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), stuckMs);
  try {
    worker.postMessage(job);
    const [answer] = await once(worker, "message", { signal: patience.signal });
    return { answer };
  } catch (error) {
    if (patience.signal.aborted) return { lost: `hang: busy for ${stuckMs / 1000} s` };
    return {
      lost: `crash: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    };
  } finally {
    clearTimeout(timer);
  }
};
