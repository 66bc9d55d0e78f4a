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
const BOARDS = 20;

test.concurrent("a killed worker is started again, its boards are tried once more, and none is run twice or lost", async ({
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
  const run = place.start("run", "--jig", jig, ...serials, "--data", DATA, "--fast", "--json");

  const victim = await awaitEvent(run, isWorkerOf("F1"));
  const survivor = await awaitEvent(run, isWorkerOf("F17"));
  expect(victim.pid).not.toBe(survivor.pid);
  await awaitEvent(run, isStep("write", "F1"));
  // Boards are quick: between two of them there would be nothing to lose.
  await until("a moment in which the victim has boards at work", () => {
    process.kill(victim.pid, "SIGSTOP");
    const atWork = readJournal(place, (journal) => journal.openRuns());
    if (atWork.some(({ fixture }) => victim.fixtures.includes(fixture))) return true;
    process.kill(victim.pid, "SIGCONT");
    return false;
  });
  const cutOff = readJournal(place, (journal) => journal.openRuns()).filter(({ fixture }) =>
    victim.fixtures.includes(fixture),
  );
  process.kill(victim.pid, "SIGKILL");
  const ending = await run.ended;
  expect(ending.exitCode).toBe(0);
  const events = eventsOf(ending);
  expect(events.at(-1)).toMatchObject({ kind: "lot-ended", pass: BOARDS, error: 0, notRun: 0 });
  const comings = events.filter(({ kind }) => kind.startsWith("worker-"));
  expect(comings).toMatchObject([
    { kind: "worker-started" },
    { kind: "worker-started" },
    { kind: "worker-lost", pid: victim.pid, fixtures: victim.fixtures },
    { kind: "worker-started", fixtures: victim.fixtures },
  ]);
  const away = events.filter((it) => it.kind === "fixture-idle" && it.reason === "station-away");
  expect(away).toHaveLength(victim.fixtures.length);

  const records = recordsOf(place);
  expect(new Set(records.map(({ run: id }) => id)).size).toBe(records.length);
  const closed = records.filter(({ verdict }) => verdict !== "pass");
  expect(closed.map(({ run: id, failure, verdict }) => ({ id, failure, verdict }))).toEqual(
    cutOff.map(({ run: id }) => ({ id, failure: { code: "interrupted" }, verdict: "error" })),
  );
  // Each in place.
  for (const { serial, fixture } of closed) {
    const runs = records.filter((it) => it.serial === serial);
    expect(runs.map((it) => `${it.attempt} ${it.fixture} ${it.verdict}`)).toEqual([
      `1 ${fixture} error`,
      `2 ${fixture} pass`,
    ]);
  }
  const passed = records.filter(({ verdict }) => verdict === "pass").map(({ serial }) => serial);
  expect(passed.length).toBe(BOARDS);
  expect(new Set(passed).size).toBe(BOARDS);
  expect(readJournal(place, (journal) => journal.openRuns())).toEqual([]);
  await until(
    "the end of all, the dead worker's guard included",
    () => place.processes().length === 0,
  );
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
