import { expect, test } from "vitest";
import { startRedisForTests } from "../redis-for-tests.ts";
import { awaitEvent, isStep } from "../support/lot-events.ts";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";

const BOARDS = ["SN1", "SN2", "SN3", "SN4"];

test("a shared Redis that is flushed, then out of memory in mid-lot: each board runs once, new ones wait, and the screen says why", async () => {
  await using redis = await startRedisForTests();
  await using place = new Workplace();
  const recipe = writeRecipe(place, "bk7231n");
  const fixtures = ["F01", "F02"].map((id) => ({ id, virtual: { chip: "bk7231n" } }));
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const files = ["--jig", jig, "--recipe", recipe, "--data", DATA, "--redis", redis.url];
  const serials = ["--first", "SN1", "--count", String(BOARDS.length), "--lot", "L1"];
  const lot = place.start("run", ...files, ...serials, "--json");
  await awaitEvent(lot, isStep("write", "F02"));
  await redis.peek.flushall();
  await redis.peek.config("SET", "maxmemory", "1");
  await lot.printed((stdout) => stdout.includes('"awaits":"redis"'));
  await redis.peek.config("SET", "maxmemory", "0");
  const ended = await lot.ended;
  expect(ended.stderr).toContain("is out of memory: boards at work go on and are recorded");
  const events = eventsOf(ended);
  const healths = events.flatMap((event) => (event.kind === "station-health" ? [event.redis] : []));
  expect(healths.slice(-2)).toEqual(["out-of-memory", "up"]);
  expect(events.filter(({ kind }) => kind === "worker-lost")).toEqual([]);
  expect(events.at(-1)).toMatchObject({ kind: "lot-ended", pass: BOARDS.length });
  expect(ended.exitCode).toBe(0);
  const runs = recordsOf(place).map(({ serial, verdict }) => `${serial} ${verdict}`);
  expect(runs.sort()).toEqual(BOARDS.map((serial) => `${serial} pass`));
});
