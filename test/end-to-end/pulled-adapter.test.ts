import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { awaitEvent, isEndIn, isStep, isWorkerOf } from "../support/lot-events.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { writePlainRecipe } from "../support/plain-recipe.ts";
import { openPluggableBench } from "../support/pluggable-bench.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";

const lotOf = (place: Workplace, jig: string, boards: number): string[] => [
  ...["run", "--jig", jig, "--recipe", writePlainRecipe(place), "--lot", "L1", "--json"],
  ...["--first", "SN1", "--count", String(boards), "--data", DATA],
];

const isIdle =
  (fixture: string) =>
  (event: StationEvent): event is Extract<StationEvent, { kind: "fixture-idle" }> =>
    event.kind === "fixture-idle" && event.fixture === fixture && event.reason === "ports-gone";

test.concurrent("an adapter pulled in mid-write ends its run alone, at once; put back its nest goes on", async () => {
  await using place = new Workplace();
  using bench = await openPluggableBench(place, ["F01", "F02", "F03"], "real");
  const run = place.start(...lotOf(place, bench.jig, 6));
  const { pid } = await awaitEvent(run, isWorkerOf("F02"));
  // Two ports a nest and eight to spare: each hung call takes a thread for good.
  expect(readFileSync(`/proc/${pid}/environ`, "utf8").split("\0")).toContain(
    "UV_THREADPOOL_SIZE=14",
  );
  await awaitEvent(run, isStep("write", "F02"));
  const pulledAt = Date.now();
  await bench.move({ nest: "F02", port: "flash", to: "out" });
  const end = await awaitEvent(run, isEndIn("F02"));
  expect(end).toMatchObject({
    verdict: "error",
    failure: { code: "port-gone", port: bench.path("F02", "flash"), reason: "unplugged" },
  });
  // A hang limit; an idle machine takes a tenth of a second.
  expect(Date.parse(end.at) - pulledAt).toBeLessThan(10_000);
  const back = await bench.move({ nest: "F02", port: "flash", to: "in" });
  expect(back).toEqual({ powered: false });
  const ending = await run.ended;
  const ended = eventsOf(ending).filter((event) => event.kind === "run-ended");
  expect(ended.filter(({ verdict }) => verdict !== "pass")).toHaveLength(1);
  const passes = ended.filter(({ verdict }) => verdict === "pass");
  expect(new Set(passes.map(({ fixture }) => fixture))).toEqual(new Set(["F01", "F02", "F03"]));
  expect(ending.exitCode).toBe(0);
  expect(recordsOf(place)).toHaveLength(7);
});

test.concurrent("an adapter pulled from a nest without a board is noticed, its neighbour works on", async () => {
  await using place = new Workplace();
  using bench = await openPluggableBench(place, ["F01", "F02"], "real");
  const run = place.start(...lotOf(place, bench.jig, 1));
  await awaitEvent(run, isStep("link", "F01"));
  await bench.move({ nest: "F02", port: "flash", to: "out" });
  await awaitEvent(run, isIdle("F02"));
  const ending = await run.ended;
  expect(eventsOf(ending).at(-1)).toMatchObject({ kind: "lot-ended", pass: 1, error: 0 });
  // Every board passed, but the station is not whole.
  expect(ending.exitCode).toBe(3);
});

test.concurrent("a lot whose only nest lacks an adapter waits for it", async () => {
  await using place = new Workplace();
  using bench = await openPluggableBench(place, ["F01"], "instant");
  const run = place.start(...lotOf(place, bench.jig, 3));
  await awaitEvent(run, isStep("link", "F01"));
  await bench.move({ nest: "F01", port: "log", to: "out" });
  await awaitEvent(run, isIdle("F01"));
  await run.printed((text) => text.includes("the lot waits until one can"));
  await bench.move({ nest: "F01", port: "log", to: "in" });
  const ending = await run.ended;
  expect(ending.exitCode).toBe(0);
  expect(eventsOf(ending).at(-1)).toMatchObject({ kind: "lot-ended", pass: 3, error: 0 });
});
