import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { socketOf } from "../../libs/claims/name-lock.ts";
import { takeBaton } from "../../libs/claims/take-baton.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import { supplyPlans } from "../../libs/jig/supply-plan.ts";
import { fakeGpioObstacle } from "../libs/gpio/with-fake-gpio.ts";
import { startGpioLot } from "../support/gpio-lot.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { type BoardWish, lastMoves, openWiredBench } from "../support/wired-bench.ts";

const FIXTURES = 32;
const SUPPLY = { atOnce: 2, gapMs: 150, maxHoldMs: 550 } as const;
/** The log is cut to the microsecond. */
const CUT_MS = 0.001;

/** Boards that keep their slot to its limit, so long that a third of them comes up for its turn meanwhile. */
const isDead = (index: number): boolean => index % 4 === 0;

test("32 boards in two processes come on 150 ms apart, of two at once, by the log of relay levels", async ({
  skip,
}) => {
  if (fakeGpioObstacle !== undefined) skip(fakeGpioObstacle);
  await using place = new Workplace();
  const wishes = Array.from(
    { length: FIXTURES },
    (_, index): BoardWish => ({ chip: "bk7231n", faults: isDead(index) ? ["silent"] : [] }),
  );
  const bench = await openWiredBench(place, wishes, "fast");
  const recipe = JSON.parse(new TextDecoder().decode(place.read("bk7231n.yaml")));
  place.write("bk7231n.yaml", { ...recipe, retries: 0 });
  // The others may need more starts on a busy machine.
  const once = place.write("once.yaml", { ...recipe, linkAttempts: 1, retries: 0 });
  const nests = bench.nests.map((nest, index) =>
    isDead(index) ? { ...nest, recipe: once } : nest,
  );
  const relays = bench.nests.map(({ id }, line) => ({
    fixture: id,
    line,
    activeLow: line % 4 < 2,
  }));
  const jig = { supplies: { default: SUPPLY } };
  using lot = startGpioLot(place, { ...bench, nests }, FIXTURES, { relays, jig });
  const ending = await lot.run.ended;
  await lot.settled();
  const dead = relays.filter(({ line }) => isDead(line));

  expect(eventsOf(ending).at(-1)).toMatchObject({
    pass: FIXTURES - dead.length,
    fail: dead.length,
    error: 0,
  });
  const workers = eventsOf(ending).filter(({ kind }) => kind === "worker-started");
  expect(workers).toHaveLength(Math.min(2, availableParallelism()));
  const closings = lot.changes.filter(({ to }) => to === "on");
  const distances = (steps: number, of = closings): readonly number[] =>
    of.slice(steps).map(({ at }, index) => at - (of[index]?.at ?? 0));
  expect(closings.length).toBeGreaterThanOrEqual(FIXTURES);
  expect(Math.min(...distances(1))).toBeGreaterThanOrEqual(SUPPLY.gapMs - CUT_MS);
  const ofDead = closings.filter(({ line }) => isDead(line));
  expect(ofDead).toHaveLength(dead.length);
  expect(Math.min(...distances(SUPPLY.atOnce, ofDead))).toBeGreaterThanOrEqual(
    SUPPLY.maxHoldMs - CUT_MS,
  );
});

/** How many sockets of this machine have the name, the listening one included. */
const socketsNamed = (resource: string): number => {
  const name = socketOf(resource).replace("\0", "@");
  return readFileSync("/proc/net/unix", "utf8").split(name).length - 1;
};

test("a command for one board waits for its turn, too, and its board is without power till then", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }], "fast");
  const path = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const key = supplyPlans(await readJig(path)).get("F01")?.key;
  const turn = await takeBaton(`${key}, turn`, { owner: "F02", limitMs: 1000 });
  const info = place.start("info", "--jig", path, "--fixture", "F01");
  await until("somebody waits for the turn", () => socketsNamed(`${key}, turn`) > 1);
  expect(bench.relayMoves().filter(({ to }) => to === "on")).toEqual([]);
  await turn[Symbol.asyncDispose]();
  expect((await info.ended).exitCode).toBe(0);
  expect(bench.relayMoves().some(({ to }) => to === "on")).toBe(true);
  expect(lastMoves(bench)).toEqual({ F01: "off" });
});
