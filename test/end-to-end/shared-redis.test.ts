import { hash } from "node:crypto";
import { readdirSync } from "node:fs";
import { ulid } from "ulid";
import { expect, test } from "vitest";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { logText } from "../support/log-text.ts";
import { DATA, readJournal, recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { until } from "../support/until.ts";
import { openWiredBench } from "../support/wired-bench.ts";

test("a lot on a shared Redis is flashed by the worker that is there, and by its own for the rest", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  await using dispatch = await openDispatch({ url: redis.url, session: ulid() });
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const shared = ["--jig", jig, "--redis", redis.url];
  const elsewhere = place.start("worker", ...shared, "--data", "elsewhere", "--only", "F01");
  await seenWorker(dispatch, elsewhere.pid);

  const serials = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", DATA];
  const lot = await place.run("run", ...shared, ...serials, "--json");

  expect(lot.exitCode).toBe(0);
  const workers = eventsOf(lot).filter(({ kind }) => kind === "worker-started");
  expect(workers).toMatchObject([{ pid: elsewhere.pid, fixtures: ["F01"] }, { fixtures: ["F02"] }]);
  expect(
    recordsOf(place)
      .map(({ fixture, verdict }) => `${fixture} ${verdict}`)
      .sort(),
  ).toEqual(["F01 pass", "F02 pass"]);
  expect(readJournal(place, (journal) => journal.openRuns())).toEqual([]);
  expect(await bench.powered()).toEqual([]);
  // Each data folder has the one image its fixtures were flashed with.
  const kept = ["elsewhere", DATA].map((folder) => readdirSync(place.path(`${folder}/images`)));
  expect(kept).toEqual(
    ["bk7231n", "bk7231t"].map((chip) => [hash("sha256", place.read(`${chip}.uf2`))]),
  );

  // Who sits at the other station sees no screen of the line.
  const read = (): string => logText(place.path("elsewhere"), "worker");
  const goOn = await redis.crash();
  await until("the station says that Redis is away", () => read().includes(" is away: boards at"));
  goOn();
  await until("and that it is back", () => read().includes(" is well again: boards start."));
  process.kill(elsewhere.pid, "SIGTERM");
  const { stderr } = await elsewhere.ended;
  expect(stderr).toMatch(
    /^flashline: Redis at .* is away: [\s\S]*^flashline: Redis at .* is well again: /m,
  );
});
