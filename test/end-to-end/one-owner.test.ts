import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ulid } from "ulid";
import { expect, test } from "vitest";
import { prepareRecipe } from "../../apps/coordinator/prepare/prepare-lot.ts";
import { DEFAULT_PREFIX, keysOf } from "../../libs/dispatch/keys.ts";
import type { JobAnswer, RunJob } from "../../libs/dispatch/messages.ts";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { commandOf } from "../support/command-of.ts";
import { DATA, readJournal, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { until } from "../support/until.ts";
import { openWiredBench } from "../support/wired-bench.ts";

const ABANDON_JOB = join(import.meta.dirname, "abandon-job.ts");

/** A coordinator that is killed as soon as it has sent a job. */
const sendAndDie = async (url: string, worker: string, job: RunJob): Promise<void> => {
  const args = [ABANDON_JOB, url, worker, JSON.stringify(job)];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
};

test.concurrent("who comes second to a nest, or to its name in a data folder, is refused and told who holds it", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  await using dispatch = await openDispatch({ url: redis.url, session: ulid() });
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const [first, second] = bench.nests;
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: [first] });
  const namesake = place.write("namesake.yaml", {
    jig: "other",
    trigger: "auto",
    fixtures: [{ ...second, id: first?.id }],
  });
  const worker = ["worker", "--redis", redis.url];
  const holder = place.start(...worker, "--jig", jig, "--data", DATA);
  await seenWorker(dispatch, holder.pid);
  const moves = bench.relayMoves();

  const seconds = [
    [...worker, "--jig", jig, "--data", "second"],
    [...worker, "--jig", namesake, "--data", DATA],
    ["run", "--jig", jig, "--first", "SN1", "--count", "1", "--data", "third"],
  ];
  const begun = seconds.map((args) => place.run(...args));
  const stopped = place.start(
    "run",
    "--jig",
    jig,
    "--first",
    "SN1",
    "--count",
    "1",
    "--data",
    "4th",
  );
  await until("its worker waits", () =>
    place.processes().some((pid) => / worker .* 4th /.test(commandOf(pid))),
  );
  process.kill(stopped.pid, "SIGINT");
  expect(await stopped.ended).toMatchObject({
    exitCode: 130,
    stderr: expect.stringContaining("stopped before the line was up: no board was touched.\n"),
  });
  const ends = await Promise.all(begun);
  expect(ends).toEqual(
    seconds.map(() =>
      expect.objectContaining({
        exitCode: 3,
        stderr: expect.stringContaining(`belongs to F01 of process ${holder.pid}`),
      }),
    ),
  );
  expect(ends.at(-1)?.stderr).toMatch(
    new RegExp(
      `^flashline: waiting for process ${holder.pid} \\(worker --redis .*\\), which has F01. A lot over that worker's own Redis`,
    ),
  );
  expect(bench.relayMoves()).toEqual(moves);
});

test.concurrent("a job left over from a killed coordinator moves no relay", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  const session = ulid();
  await using dispatch = await openDispatch({ url: redis.url, session });
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }], "fast");
  const path = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const args = ["worker", "--jig", path, "--redis", redis.url, "--data", DATA, "--json"];
  const program = place.start(...args);
  const { worker } = await seenWorker(dispatch, program.pid);
  const { sent: recipe, images } = await prepareRecipe(writeRecipe(place, "bk7231n"), "optional");
  for (const { sha256, bytes } of images) await dispatch.storeImage(sha256, bytes);
  const board = { lot: "L1", serial: "SN1", fixture: "F01", attempt: 1, operator: null, recipe };
  const moves = bench.relayMoves();
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
  expect(bench.relayMoves()).toEqual(moves);
  expect(recordsOf(place)).toEqual([]);
  expect(readJournal(place, (journal) => journal.openRuns())).toEqual([]);

  // The same board for a coordinator that lives.
  const answered = new Promise<JobAnswer>((resolve) => dispatch.onAnswer(resolve));
  await dispatch.send(worker, { ...board, run: ulid(), session });
  expect(await answered).toMatchObject({ kind: "recorded", record: { verdict: "pass" } });
  expect(bench.relayMoves()).toContainEqual({ fixture: "F01", to: "on" });

  // Why it takes no board is told, and that it does again.
  await redis.peek.config("SET", "maxmemory", "1");
  await program.printed((told) => told.includes('"journal":"good","redis":"out-of-memory"'));
  await redis.peek.config("SET", "maxmemory", "0");
  await program.printed((told) => told.includes('"journal":"good","redis":"up"'));

  // What it did is told on stderr, and to programs on stdout.
  process.kill(program.pid, "SIGTERM");
  const { exitCode, stderr, stdout } = await program.ended;
  expect(exitCode).toBe(0);
  const lines = stderr.split("\n").map((line) => line.replace(/^\S+ /, ""));
  const [, where] = /^(?:unix|redis):(?:\/\/)?(.*)$/.exec(redis.url) ?? [];
  expect(lines).toContainEqual(expect.stringMatching(/^serves F01 of jig bench on \S+$/));
  expect(lines.find((line) => line.startsWith("serves"))).toContain(where);
  expect(lines).toContainEqual(expect.stringMatching(/^F01 SN1 PASS after /));
  expect(stderr).toMatch(/^flashline: Redis at .* is out of memory: .* Raise its maxmemory/m);
  expect(lines.slice(-2)).toEqual(["stopped", ""]);
  const kinds = stdout.split("\n").flatMap((line) => (line === "" ? [] : JSON.parse(line).kind));
  expect(kinds.at(0)).toBe("worker-started");
  expect(kinds).toContain("run-ended");
  expect(kinds.slice(-2)).toEqual(["worker-stopping", "worker-stopped"]);
});
