import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fakeGpioObstacle } from "../libs/gpio/with-fake-gpio.ts";
import { commandOf } from "../support/command-of.ts";
import { RELAYS, startGpioLot } from "../support/gpio-lot.ts";
import { logText } from "../support/log-text.ts";
import { awaitEvent, isStep, isWorkerOf } from "../support/lot-events.ts";
import { DATA } from "../support/lot-files.ts";
import { type Started, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { lastMoves, openWiredBench, type WiredBench } from "../support/wired-bench.ts";

/** Processes that watch over others, or do what is left to do for them. */
const guardsOf = (place: Workplace): readonly number[] =>
  place.processes().filter((pid) => /flashline-guard| guard /.test(commandOf(pid)));

const startLot = (place: Workplace, bench: WiredBench, by: "itself" | "setsid"): Started => {
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const lot = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", DATA, "--json"];
  const args = ["run", "--jig", jig, ...lot];
  return by === "itself" ? place.start(...args) : place.startBy("/usr/bin/setsid", {}, ...args);
};

/** What the guard wrote into the worker's log, by fixture. */
const accountsIn = (place: Workplace): readonly string[] =>
  logText(place.path(DATA), "worker")
    .split("\n")
    .filter((line) => line.includes('"guard: '))
    .map((line) => JSON.parse(line))
    .map(({ fixture, end }) => `${fixture} ${end}`)
    .sort();

test.concurrent("a worker killed in mid-write leaves no power, though nobody starts another, and its guard was killed before", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "real");
  const run = startLot(place, bench, "itself");
  const { pid } = await awaitEvent(run, isWorkerOf("F01"));
  await Promise.all(bench.nests.map(({ id }) => awaitEvent(run, isStep("write", id))));
  expect(await bench.powered()).toEqual(["F01", "F02"]);
  const [first = 0] = guardsOf(place);
  process.kill(first, "SIGKILL");
  await until("a guard that was killed has a successor", () =>
    guardsOf(place).some((guard) => guard !== first),
  );
  process.kill(run.pid, "SIGSTOP");
  process.kill(pid, "SIGKILL");
  await until("the boards go off", async () => (await bench.powered()).length === 0);
  await until("the guard ends", () => guardsOf(place).length === 0);
  expect(lastMoves(bench)).toEqual({ F01: "off", F02: "off" });
  expect(accountsIn(place)).toEqual(["F01 safe", "F02 safe"]);
});

test.concurrent("with its whole line killed at once, from the process group to Redis, no board keeps its power", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "real");
  const run = startLot(place, bench, "setsid");
  await Promise.all(bench.nests.map(({ id }) => awaitEvent(run, isStep("write", id))));
  const spared = new Set([bench.pid, ...guardsOf(place)]);
  expect(spared.size).toBeGreaterThan(1);
  for (const pid of place.processes().filter((one) => !spared.has(one))) {
    process.kill(pid, "SIGSTOP");
  }
  process.kill(-run.pid, "SIGKILL");
  for (const pid of place.processes().filter((one) => !spared.has(one))) killIfThere(pid);
  await until("the boards go off", async () => (await bench.powered()).length === 0);
  await until("only the simulator is left", () =>
    place.processes().every((pid) => pid === bench.pid),
  );
  expect(accountsIn(place)).toEqual(["F01 safe", "F02 safe"]);
});

test.concurrent("while all is well a guard is a shell that waits, and goes with its worker", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const run = startLot(place, bench, "itself");
  const { pid } = await awaitEvent(run, isWorkerOf("F01"));
  const guards = guardsOf(place);
  expect(guards.map((guard) => readFileSync(`/proc/${guard}/comm`, "utf8"))).toEqual(["sh\n"]);
  const status = readFileSync(`/proc/${guards[0]}/status`, "utf8");
  expect(status).toContain(`PPid:\t${pid}\n`);
  expect(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])).toBeLessThan(4096);
  expect((await run.ended).exitCode).toBe(0);
  expect(place.processes()).toEqual([bench.pid]);
  expect(accountsIn(place)).toEqual([]);
});

test.concurrent("a command on one board that is killed leaves no power either", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n", faults: ["silent"] }], "real");
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const info = place.start("info", "--jig", jig, "--fixture", "F01");
  info.ended.catch(() => undefined);
  await until("the board is on", async () => (await bench.powered()).length === 1);
  process.kill(info.pid, "SIGKILL");
  await until("the board goes off", async () => (await bench.powered()).length === 0);
  await until("only the simulator is left", () =>
    place.processes().every((pid) => pid === bench.pid),
  );
});

test
  .skipIf(fakeGpioObstacle !== undefined)
  .concurrent("by onoff a killed worker's lines go back to their safe level", async () => {
    await using place = new Workplace();
    const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "real");
    using lot = startGpioLot(place, bench, 2);
    const { pid } = await awaitEvent(lot.run, isWorkerOf("F01"));
    for (const { fixture } of RELAYS) await awaitEvent(lot.run, isStep("write", fixture));
    const levels = (): readonly string[] => {
      const log = readFileSync(lot.log, "utf8").trim().split("\n");
      return RELAYS.map(({ line }) => {
        const last = log.findLast((entry) => entry.includes(`"line":${line},"level"`));
        return /"level":(\d)/.exec(last ?? "")?.[1] ?? "none";
      });
    };
    const on = RELAYS.map(({ activeLow }) => (activeLow ? "0" : "1"));
    const off = RELAYS.map(({ activeLow }) => (activeLow ? "1" : "0"));
    expect(levels()).toEqual(on);
    // Else the line would end, and with it the stand-in.
    process.kill(parentOf(pid), "SIGSTOP");
    process.kill(pid, "SIGKILL");
    await until("the lines are safe", () => levels().join() === off.join());
    expect(readFileSync(lot.log, "utf8")).not.toContain('"out":0');
    await until("the guard ends", () => guardsOf(place).length === 0);
    expect(accountsIn(place)).toEqual(["F01 safe", "F02 safe"]);
    await until("the boards go off", async () => (await bench.powered()).length === 0);
    await lot.settled();
  });

/** The coordinator behind the stand-in's shell. */
const parentOf = (pid: number): number => {
  const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
  return Number(afterName.split(" ")[1]);
};

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone.
  }
};
