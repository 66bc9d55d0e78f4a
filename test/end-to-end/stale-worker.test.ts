import { ulid } from "ulid";
import { expect, test } from "vitest";
import { prepareRecipe } from "../../apps/coordinator/prepare/prepare-lot.ts";
import type { JobAnswer, RunJob } from "../../libs/dispatch/messages.ts";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { until } from "../support/until.ts";
import { openWiredBench } from "../support/wired-bench.ts";

const JIG = { jig: "bench", trigger: "auto" };

test("a worker that was stopped while another took its fixture only switches off; its run is lost, a late job and a third worker are refused", async () => {
  await using here = new Workplace();
  await using there = new Workplace();
  await using redis = await startRedisForTests();
  const session = ulid();
  await using dispatch = await openDispatch({ url: redis.url, session });
  const answers: JobAnswer[] = [];
  dispatch.onAnswer((answer) => answers.push(answer));
  const answerOf = async (run: string): Promise<JobAnswer | undefined> => {
    const isOf = (answer: JobAnswer): boolean =>
      (answer.kind === "recorded" ? answer.record.run : answer.run) === run;
    await until(`the answer to ${run}`, () => answers.some(isOf));
    return answers.find(isOf);
  };
  const { sent: recipe, images } = await prepareRecipe(writeRecipe(here, "bk7231n"), "optional");
  for (const { sha256, bytes } of images) await dispatch.storeImage(sha256, bytes);
  const job = (serial: string): RunJob => ({
    ...{ run: ulid(), session, lot: "L1", serial, fixture: "F01", attempt: 1, operator: null },
    recipe,
  });
  const slow = await openWiredBench(
    here,
    [{ chip: "bk7231n", faults: ["slow-erase:200"] }],
    "real",
  );
  const serve = (place: Workplace, fixtures: unknown, data: string) => {
    const jig = place.write(`${data}.yaml`, { ...JIG, fixtures });
    return place.start("worker", "--jig", jig, "--redis", redis.url, "--data", data);
  };

  const first = serve(here, slow.nests, DATA);
  const { worker } = await seenWorker(dispatch, first.pid);
  const [cut, late] = [job("SN1"), job("SN2")];
  const erasing = new Promise<void>((resolve) => {
    dispatch.onEvent((event) => {
      if (event.kind === "step-started" && event.step === "erase") resolve();
    });
  });
  await dispatch.send(worker, cut);
  await erasing;
  process.kill(first.pid, "SIGSTOP");
  expect(await slow.powered()).toEqual(["F01"]);
  const moved = slow.relayMoves().length;

  const quick = await openWiredBench(there, [{ chip: "bk7231n" }], "fast");
  const second = serve(there, quick.nests, DATA);
  const { worker: heir } = await seenWorker(dispatch, second.pid);
  const after = job("SN3");
  await until("the loss of the first worker", () =>
    dispatch.workers().every((hello) => hello.worker !== worker),
  );
  await dispatch.send(heir, after);
  await dispatch.send(worker, late);
  process.kill(first.pid, "SIGCONT");
  const nowhere = { id: "F01", flashPort: there.path("no-port"), power: { kind: "none" } };
  const third = serve(there, [{ ...nowhere, reset: { kind: "none" } }], "third");

  expect(await answerOf(after.run)).toMatchObject({ record: { verdict: "pass", serial: "SN3" } });
  const holder = `process ${second.pid} on station `;
  expect(await answerOf(cut.run)).toMatchObject({
    record: {
      serial: "SN1",
      verdict: "error",
      failure: { code: "lease-lost", reason: expect.stringContaining(holder) },
    },
  });
  expect(await answerOf(late.run)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining(`The fixture is served by ${holder}`),
  });
  const since = slow.relayMoves().slice(moved);
  expect(new Set(since.map(({ to }) => to))).toEqual(new Set(["off"]));
  expect(await slow.powered()).toEqual([]);
  expect(recordsOf(here).map(({ serial, verdict }) => `${serial} ${verdict}`)).toEqual([
    "SN1 error",
  ]);
  expect(answers.length).toBe(3);
  const refused = await third.ended;
  expect(refused).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining(`Fixture F01 of jig bench is served by ${holder}`),
  });
});
