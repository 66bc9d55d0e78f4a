import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { fakeGpioObstacle } from "../libs/gpio/with-fake-gpio.ts";
import { startGpioLot } from "../support/gpio-lot.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { type BoardWish, openWiredBench } from "../support/wired-bench.ts";

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
  place.write("bk7231n.yaml", { ...recipe, linkAttempts: 1, retries: 0 });
  const relays = bench.nests.map(({ id }, line) => ({
    fixture: id,
    line,
    activeLow: line % 4 < 2,
  }));
  const jig = { supplies: { default: SUPPLY } };
  using lot = startGpioLot(place, bench, FIXTURES, { relays, jig });
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
  expect(closings).toHaveLength(FIXTURES);
  expect(Math.min(...distances(1))).toBeGreaterThanOrEqual(SUPPLY.gapMs - CUT_MS);
  const ofDead = closings.filter(({ line }) => isDead(line));
  expect(Math.min(...distances(SUPPLY.atOnce, ofDead))).toBeGreaterThanOrEqual(
    SUPPLY.maxHoldMs - CUT_MS,
  );
});
