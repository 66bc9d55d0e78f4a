import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { awaitEvent, eventsOf, isStep, isWorkerOf } from "../support/lot-events.ts";
import { makeLotPlace } from "../support/lot-place.ts";
import { lastMoves, simulateJig } from "../support/simulated-jig.ts";
import { runProgram, startProgram } from "../support/start-program.ts";
import { until } from "../support/until.ts";

/** One more than a worker serves. */
const FIXTURES = 17;
const BOARDS = 60;

test.concurrent("a killed worker's boards get no verdict, the others go on, and the lot ends at its next sitting", async ({
  skip,
}) => {
  skip(availableParallelism() < 2, "one core: run starts one worker");
  await using place = makeLotPlace();
  const chips = ["bk7231n", "bk7231t"] as const;
  const fixtures = Array.from({ length: FIXTURES }, (_, index) => {
    const chip = chips[index % 2] ?? "bk7231n";
    return { id: `F${index + 1}`, recipe: place.recipe(chip), virtual: { chip } };
  });
  const jig = place.write("jig.yaml", { jig: "long", trigger: "auto", fixtures });
  const serials = ["--first", "SN001", "--count", String(BOARDS), "--lot", "L1"];
  const args = ["run", "--jig", jig, ...serials, "--data", place.dataDir, "--fast", "--json"];

  await using first = startProgram(args, place);
  const victim = await awaitEvent(first, isWorkerOf("F1"));
  const survivor = await awaitEvent(first, isWorkerOf("F17"));
  expect(victim.pid).not.toBe(survivor.pid);
  await awaitEvent(first, isStep("write", "F1"));
  process.kill(victim.pid, "SIGKILL");
  const cutOff = await first.ended;
  expect(cutOff.code).toBe(3);
  const lost = eventsOf(cutOff).find(({ kind }) => kind === "worker-lost");
  expect(lost).toMatchObject({ pid: victim.pid, fixtures: victim.fixtures });
  const open = place.journal((journal) => journal.openRuns());
  expect(open).not.toEqual([]);
  expect(open.filter(({ fixture }) => !victim.fixtures.includes(fixture))).toEqual([]);
  expect(place.records("L1").filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  // Every board that no dead nest swallowed was flashed.
  expect(place.records("L1").length).toBe(BOARDS - open.length);
  expect(place.processes()).toEqual([]);

  await using second = startProgram(args, place);
  const went = await second.ended;
  expect(went.code).toBe(0);
  const records = place.records("L1");
  expect(new Set(records.map(({ run }) => run)).size).toBe(records.length);
  const closed = records.filter(({ verdict }) => verdict !== "pass");
  expect(closed.map(({ run, failure, verdict }) => ({ run, failure, verdict }))).toEqual(
    open.map(({ run }) => ({ run, failure: { code: "interrupted" }, verdict: "error" })),
  );
  const passed = records.filter(({ verdict }) => verdict === "pass").map(({ serial }) => serial);
  expect(passed.length).toBe(BOARDS);
  expect(new Set(passed).size).toBe(BOARDS);
  expect(place.journal((journal) => journal.openRuns())).toEqual([]);
  expect(eventsOf(went).at(-1)).toMatchObject({ kind: "lot-ended", pass: BOARDS, error: 0 });
});

test.concurrent("a killed coordinator leaves no power, no process and no open run, and its lot goes on", async () => {
  await using place = makeLotPlace();
  const wishes = ["bk7231n", "bk7231t", "bk7231n"] as const;
  const lot = ["--first", "SN1", "--count", "3", "--lot", "L1", "--data", place.dataDir, "--json"];
  const runOn = (nests: unknown): readonly string[] => {
    const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: nests });
    return ["run", "--jig", jig, ...lot];
  };
  await using slow = await simulateJig(
    place,
    wishes.map((chip) => ({ chip, faults: ["slow-erase:200"] })),
    "real",
  );
  await using first = startProgram(runOn(slow.nests), place);
  for (const { id } of slow.nests) await awaitEvent(first, isStep("erase", id));
  expect(await slow.powered()).toEqual(["F01", "F02", "F03"]);
  first.kill("SIGKILL");
  await until("the end of all but the simulator", () =>
    place.processes().every(({ pid }) => pid === slow.pid),
  );
  expect(await slow.powered()).toEqual([]);
  expect(lastMoves(slow)).toEqual({ F01: "off", F02: "off", F03: "off" });
  expect(readdirSync(place.folder).filter((name) => name.includes("redis"))).toEqual([]);
  expect(place.journal((journal) => journal.openRuns())).toEqual([]);
  const verdicts = place.records("L1").map(({ serial, verdict }) => `${serial} ${verdict}`);
  expect(verdicts.sort()).toEqual(["SN1 aborted", "SN2 aborted", "SN3 aborted"]);
  await slow[Symbol.asyncDispose]();

  await using quick = await simulateJig(
    place,
    wishes.map((chip) => ({ chip })),
    "fast",
  );
  const second = await runProgram(runOn(quick.nests), place);
  expect(second.code).toBe(0);
  expect(eventsOf(second).at(-1)).toMatchObject({ kind: "lot-ended", pass: 3, aborted: 0 });
  expect(
    place
      .records("L1")
      .map(({ serial, attempt, verdict }) => `${serial} ${attempt} ${verdict}`)
      .sort(),
  ).toEqual(["SN1", "SN2", "SN3"].flatMap((serial) => [`${serial} 1 aborted`, `${serial} 2 pass`]));
});
