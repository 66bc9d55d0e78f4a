import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ulid } from "ulid";
import { expect, test } from "vitest";
import { prepareRecipe } from "../../apps/coordinator/prepare-lot.ts";
import { DEFAULT_PREFIX, keysOf } from "../../libs/dispatch/keys.ts";
import type { JobAnswer, RunJob } from "../../libs/dispatch/messages.ts";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { makeLotPlace } from "../support/lot-place.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { simulateJig } from "../support/simulated-jig.ts";
import { runProgram, startProgram } from "../support/start-program.ts";
import { until } from "../support/until.ts";

const ABANDON_JOB = join(import.meta.dirname, "abandon-job.ts");

/** A coordinator that is killed as soon as it has sent a job. */
const sendAndDie = async (url: string, worker: string, job: RunJob): Promise<void> => {
  const args = [ABANDON_JOB, url, worker, JSON.stringify(job)];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
};

test.concurrent("who comes second to a nest, or to its name in a data folder, is refused and told who holds it", async () => {
  await using place = makeLotPlace();
  await using redis = await startRedisForTests();
  await using dispatch = await openDispatch({ url: redis.url, session: ulid() });
  await using jig = await simulateJig(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const [first, second] = jig.nests;
  const bench = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: [first] });
  const namesake = place.write("namesake.yaml", {
    jig: "other",
    trigger: "auto",
    fixtures: [{ ...second, id: first?.id }],
  });
  const other = (name: string): string => `${place.folder}/${name}`;
  const worker = ["worker", "--redis", redis.url];
  await using holder = startProgram([...worker, "--jig", bench, "--data", place.dataDir], place);
  await seenWorker(dispatch, holder.pid);
  const moves = jig.relayMoves();

  const seconds = [
    [...worker, "--jig", bench, "--data", other("second")],
    [...worker, "--jig", namesake, "--data", place.dataDir],
    ["run", "--jig", bench, "--first", "SN1", "--count", "1", "--data", other("third")],
  ];
  const ends = await Promise.all(seconds.map((args) => runProgram(args, place)));
  expect(ends).toEqual(
    seconds.map(() =>
      expect.objectContaining({
        code: 3,
        stderr: expect.stringContaining(`belongs to F01 of process ${holder.pid}`),
      }),
    ),
  );
  expect(jig.relayMoves()).toEqual(moves);
});

test.concurrent("a job left over from a killed coordinator moves no relay", async () => {
  await using place = makeLotPlace();
  await using redis = await startRedisForTests();
  const session = ulid();
  await using dispatch = await openDispatch({ url: redis.url, session });
  await using jig = await simulateJig(place, [{ chip: "bk7231n" }], "fast");
  const path = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: jig.nests });
  const args = ["worker", "--jig", path, "--redis", redis.url, "--data", place.dataDir];
  await using program = startProgram(args, place);
  const { worker } = await seenWorker(dispatch, program.pid);
  const { sent: recipe, images } = await prepareRecipe(place.recipe("bk7231n"));
  for (const { sha256, bytes } of images) await dispatch.storeImage(sha256, bytes);
  const board = { lot: "L1", serial: "SN1", fixture: "F01", attempt: 1, operator: null, recipe };
  const moves = jig.relayMoves();
  expect(moves.filter(({ to }) => to !== "off")).toEqual([]);

  // The worker does not come to the job before its coordinator is dead and forgotten.
  process.kill(program.pid, "SIGSTOP");
  const dead = ulid();
  const leftover: RunJob = { ...board, run: ulid(), session: dead };
  await sendAndDie(redis.url, worker, leftover);
  const keys = keysOf(DEFAULT_PREFIX);
  await until("the end of the session", async () => !(await redis.peek.exists(keys.session(dead))));
  process.kill(program.pid, "SIGCONT");
  await until("the worker's answer", async () => (await redis.peek.xlen(keys.answers(dead))) > 0);
  const answers = JSON.stringify(await redis.peek.xrange(keys.answers(dead), "-", "+"));
  expect(answers).toContain("Its coordinator is gone.");
  expect(answers).toContain(leftover.run);
  expect(jig.relayMoves()).toEqual(moves);
  expect(place.records("L1")).toEqual([]);
  expect(place.journal((journal) => journal.openRuns())).toEqual([]);

  // The same board for a coordinator that lives.
  const answered = new Promise<JobAnswer>((resolve) => dispatch.onAnswer(resolve));
  await dispatch.send(worker, { ...board, run: ulid(), session });
  expect(await answered).toMatchObject({ kind: "recorded", record: { verdict: "pass" } });
  expect(jig.relayMoves()).toContainEqual({ fixture: "F01", to: "on" });
});
