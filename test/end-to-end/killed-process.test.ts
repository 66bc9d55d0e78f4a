import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { awaitEvent, isStep, isWorkerOf } from "../support/lot-events.ts";
import { DATA, readJournal, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { type BoardWish, lastMoves, openWiredBench } from "../support/wired-bench.ts";

/** One more than a worker serves. */
const FIXTURES = 17;
const BOARDS = 60;

test.concurrent("a killed worker's boards get no verdict, the others go on, and the lot ends at its next sitting", async ({
  skip,
}) => {
  skip(availableParallelism() < 2, "one core: run starts one worker");
  await using place = new Workplace();
  const chips = ["bk7231n", "bk7231t"] as const;
  const fixtures = Array.from({ length: FIXTURES }, (_, index) => {
    const chip = chips[index % 2] ?? "bk7231n";
    return { id: `F${index + 1}`, recipe: writeRecipe(place, chip), virtual: { chip } };
  });
  const jig = place.write("jig.yaml", { jig: "long", trigger: "auto", fixtures });
  const serials = ["--first", "SN001", "--count", String(BOARDS), "--lot", "L1"];
  const args = ["run", "--jig", jig, ...serials, "--data", DATA, "--fast", "--json"];

  const first = place.start(...args);
  const victim = await awaitEvent(first, isWorkerOf("F1"));
  const survivor = await awaitEvent(first, isWorkerOf("F17"));
  expect(victim.pid).not.toBe(survivor.pid);
  await awaitEvent(first, isStep("write", "F1"));
  // Boards are quick: between two of them there would be nothing to lose.
  await until("a moment in which the victim has boards at work", () => {
    process.kill(victim.pid, "SIGSTOP");
    const atWork = readJournal(place, (journal) => journal.openRuns());
    if (atWork.some(({ fixture }) => victim.fixtures.includes(fixture))) return true;
    process.kill(victim.pid, "SIGCONT");
    return false;
  });
  process.kill(victim.pid, "SIGKILL");
  const cutOff = await first.ended;
  expect(cutOff.exitCode).toBe(3);
  const lost = eventsOf(cutOff).find(({ kind }) => kind === "worker-lost");
  expect(lost).toMatchObject({ pid: victim.pid, fixtures: victim.fixtures });
  const open = readJournal(place, (journal) => journal.openRuns());
  expect(open).not.toEqual([]);
  expect(open.filter(({ fixture }) => !victim.fixtures.includes(fixture))).toEqual([]);
  expect(recordsOf(place).filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  // The other worker flashed every board that had not been given to the dead one, begun or not.
  const error = BOARDS - recordsOf(place).length;
  expect(error).toBeGreaterThanOrEqual(open.length);
  expect(error).toBeLessThanOrEqual(victim.fixtures.length);
  const sums = { kind: "lot-ended", pass: BOARDS - error, fail: 0, error, aborted: 0, notRun: 0 };
  expect(eventsOf(cutOff).at(-1)).toMatchObject(sums);
  await until(
    "the end of all, the dead worker's guard included",
    () => place.processes().length === 0,
  );

  const second = await place.run(...args);
  expect(second.exitCode).toBe(0);
  expect(eventsOf(second).at(-1)).toMatchObject({ kind: "lot-ended", pass: BOARDS, error: 0 });
  const records = recordsOf(place);
  expect(new Set(records.map(({ run }) => run)).size).toBe(records.length);
  const closed = records.filter(({ verdict }) => verdict !== "pass");
  expect(closed.map(({ run, failure, verdict }) => ({ run, failure, verdict }))).toEqual(
    open.map(({ run }) => ({ run, failure: { code: "interrupted" }, verdict: "error" })),
  );
  const passed = records.filter(({ verdict }) => verdict === "pass").map(({ serial }) => serial);
  expect(passed.length).toBe(BOARDS);
  expect(new Set(passed).size).toBe(BOARDS);
  expect(readJournal(place, (journal) => journal.openRuns())).toEqual([]);
});

test.concurrent("a killed coordinator leaves no power, no process and no open run, and its lot goes on", async () => {
  await using place = new Workplace();
  const wishes: readonly BoardWish[] = [
    { chip: "bk7231n" },
    { chip: "bk7231t" },
    { chip: "bk7231n" },
  ];
  const lot = ["--first", "SN1", "--count", "3", "--lot", "L1", "--data", DATA, "--json"];
  const runOn = (fixtures: unknown): readonly string[] => {
    const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
    return ["run", "--jig", jig, ...lot];
  };
  const stuck = wishes.map((wish) => ({ ...wish, faults: ["slow-erase:200"] }));
  const slow = await openWiredBench(place, stuck, "real");
  const first = place.start(...runOn(slow.nests));
  for (const { id } of slow.nests) await awaitEvent(first, isStep("erase", id));
  expect(await slow.powered()).toEqual(["F01", "F02", "F03"]);
  process.kill(first.pid, "SIGKILL");
  await until("the end of all but the simulator", () =>
    place.processes().every((pid) => pid === slow.pid),
  );
  expect(await slow.powered()).toEqual([]);
  expect(lastMoves(slow)).toEqual({ F01: "off", F02: "off", F03: "off" });
  expect(redisServersOf(place)).toEqual([]);
  expect(readdirSync(place.path("tmp"))).toEqual([]);
  expect(readJournal(place, (journal) => journal.openRuns())).toEqual([]);
  const verdicts = recordsOf(place).map(({ serial, verdict }) => `${serial} ${verdict}`);
  expect(verdicts.sort()).toEqual(["SN1 aborted", "SN2 aborted", "SN3 aborted"]);
  for (const { notes } of recordsOf(place)) {
    expect(notes).toContain("The process that ran the lot is gone: killed, or crashed.");
  }
  await slow.close();

  const quick = await openWiredBench(place, wishes, "fast");
  const second = await place.run(...runOn(quick.nests));
  expect(second.exitCode).toBe(0);
  expect(eventsOf(second).at(-1)).toMatchObject({ kind: "lot-ended", pass: 3, aborted: 0 });
  const runs = recordsOf(place).map(
    ({ serial, attempt, verdict }) => `${serial} ${attempt} ${verdict}`,
  );
  expect(runs.sort()).toEqual(
    ["SN1", "SN2", "SN3"].flatMap((serial) => [`${serial} 1 aborted`, `${serial} 2 pass`]),
  );
});

test.concurrent("after a pulled plug boards are switched off first, then their runs are closed as interrupted", async () => {
  await using place = new Workplace();
  const stuck = ["bk7231n", "bk7231t"] as const;
  const wishes = stuck.map((chip) => ({ chip, faults: ["slow-erase:200"] }));
  const bench = await openWiredBench(place, wishes, "real");
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const lot = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", DATA, "--json"];
  const first = place.start("run", "--jig", jig, ...lot);
  for (const { id } of bench.nests) await awaitEvent(first, isStep("erase", id));
  const open = readJournal(place, (journal) => journal.openRuns());
  const all = [...place.processes(), ...redisServersOf(place)];
  const rest = all.filter((one) => one !== bench.pid);
  // Guards, too: they must not see the end of what they watch over.
  for (const pid of rest) killIfThere(pid, "SIGSTOP");
  for (const pid of rest) killIfThere(pid, "SIGKILL");
  await first.ended;
  expect(await bench.powered()).toEqual(["F01", "F02"]);
  expect(recordsOf(place)).toEqual([]);
  const before = bench.relayMoves().length;

  const second = place.start("run", "--jig", jig, ...lot);
  for (const { id } of bench.nests) await awaitEvent(second, isStep("erase", id));
  for (const { id } of bench.nests) {
    const moves = bench.relayMoves().slice(before);
    expect(moves.filter(({ fixture }) => fixture === id)[0]?.to).toBe("off");
  }
  const ends = recordsOf(place).map(({ run, failure }) => `${run} ${failure?.code}`);
  expect(ends).toEqual(open.map(({ run }) => `${run} interrupted`));
  process.kill(second.pid, "SIGINT");
  expect((await second.ended).exitCode).toBe(130);
  expect(await bench.powered()).toEqual([]);
});

test.concurrent("a killed Redis costs no run: each board passes once", async () => {
  await using place = new Workplace();
  const chips = ["bk7231n", "bk7231t"] as const;
  const fixtures = chips.map((chip) => {
    return { id: chip.toUpperCase(), recipe: writeRecipe(place, chip), virtual: { chip } };
  });
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const lot = ["--first", "SN1", "--count", "6", "--lot", "L1", "--data", DATA, "--json"];
  const run = place.start("run", "--jig", jig, ...lot);
  await awaitEvent(run, isStep("write", "BK7231T"));
  const servers = redisServersOf(place);
  expect(servers.length).toBe(1);
  for (const pid of servers) process.kill(pid, "SIGKILL");
  const ending = await run.ended;
  expect(ending.exitCode).toBe(0);
  const runs = recordsOf(place).map(({ serial, verdict }) => `${serial} ${verdict}`);
  expect(runs.sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `SN${n} pass`));
});

/** Of processes that end together one may be gone already. */
const killIfThere = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone.
  }
};

/** They write over the environment that tells other processes of a place. */
const redisServersOf = (place: Workplace): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isServer = readFileSync(`/proc/${pid}/comm`, "utf8").trim().endsWith("-server");
        return isServer && readlinkSync(`/proc/${pid}/cwd`).startsWith(place.folder);
      } catch {
        // It has just ended.
        return false;
      }
    })
    .map(Number);
