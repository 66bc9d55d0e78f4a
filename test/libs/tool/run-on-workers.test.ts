import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { runOnWorkers } from "../../../libs/tool/run-on-workers.ts";

const WORKER = new URL("./sample-worker.ts", import.meta.url);
const NEVER = new AbortController().signal;
const HANG_LIMIT_MS = 60_000;

/** Runs jobs by sample workers; `onAnswer` sees each answer as it comes. */
const run = async (
  jobs: Iterable<number>,
  { stuckMs = HANG_LIMIT_MS, signal = NEVER, onAnswer = (_: string): void => undefined } = {},
) => {
  const answers: string[] = [];
  const lost: (readonly [number, string])[] = [];
  const ends = {
    answered: (answer: string): void => {
      answers.push(answer);
      onAnswer(answer);
    },
    lost: (job: number, why: string): void => void lost.push([job, why]),
  };
  await runOnWorkers({ worker: WORKER, workerData: "R", jobs, stuckMs }, ends, signal);
  return { answers: answers.sort(), lost };
};

test("each job is answered once, by threads that know their round", async () => {
  const { answers, lost } = await run([1, 2, 3, 4, 5, 6, 7]);
  expect(answers).toEqual(["R: 10", "R: 12", "R: 14", "R: 2", "R: 4", "R: 6", "R: 8"]);
  expect(lost).toEqual([]);
});

test("no jobs need no thread", async () => {
  expect(await run([])).toEqual({ answers: [], lost: [] });
});

test("jobs that crash their thread are lost, told with the error's place; all others are answered", async () => {
  const { answers, lost } = await run([13, 1, 13, 2, 13, 3]);
  expect(answers).toEqual(["R: 2", "R: 4", "R: 6"]);
  expect(lost.map(([job]) => job)).toEqual([13, 13, 13]);
  for (const [, why] of lost) expect(why).toMatch(/^crash: Error: no luck\n.*sample-worker\.ts/s);
});

test("a job that never ends is lost, and its thread ended", async () => {
  const { answers, lost } = await run([666], { stuckMs: 100 });
  expect(answers).toEqual([]);
  expect(lost).toEqual([[666, "hang: busy for 0.1 s"]]);
});

test("once aborted, no further job is taken; those under way are answered", async () => {
  const stop = new AbortController();
  let taken = 0;
  const jobs = (function* () {
    while (taken < 2000) yield 1000 + ++taken;
  })();
  const { answers, lost } = await run(jobs, {
    signal: stop.signal,
    onAnswer: () => stop.abort(),
  });
  expect(answers).toHaveLength(taken);
  expect(taken).toBeLessThanOrEqual(availableParallelism());
  expect(lost).toEqual([]);
});
