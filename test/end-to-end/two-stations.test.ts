import { ulid } from "ulid";
import { expect, test } from "vitest";
import { PROGRAM_VERSION } from "../../apps/cli/version.ts";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { openCutRedis } from "../support/cut-redis.ts";
import { awaitEvent, type EventOf } from "../support/lot-events.ts";
import { DATA, readJournal, recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { openWiredBench } from "../support/wired-bench.ts";

/** One for each nest: a simulated board stays in it. */
const BOARDS = 4;

const isAway = (event: StationEvent): event is EventOf<"fixture-idle"> =>
  event.kind === "fixture-idle" && event.reason === "station-away";

test("two stations share a lot; one that is cut off from Redis in mid-run returns, and no board is flashed twice", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  await using cable = await openCutRedis(place.path("cable.sock"), redis.url.slice("unix:".length));
  await using dispatch = await openDispatch({
    ...{ url: redis.url, session: ulid(), program: PROGRAM_VERSION },
  });
  const chips = ["bk7231n", "bk7231t", "bk7231n", "bk7231t"] as const;
  const bench = await openWiredBench(
    place,
    chips.map((chip) => ({ chip })),
    "real",
  );
  const jig = place.write("jig.yaml", { jig: "line", trigger: "auto", fixtures: bench.nests });
  const station = (name: string, url: string, only: string) =>
    place.start("worker", "--jig", jig, "--redis", url, "--data", name, "--only", only);
  const near = station("near", redis.url, "F01,F02");
  const far = station("far", cable.url, "F03,F04");
  for (const { pid } of [near, far]) await seenWorker(dispatch, pid);

  const lot = ["--first", "SN01", "--count", String(BOARDS), "--lot", "L1", "--data", DATA];
  const run = place.start("run", "--jig", jig, "--redis", redis.url, ...lot, "--json");
  await awaitEvent(
    run,
    (event): event is EventOf<"step-started"> =>
      event.kind === "step-started" && event.step === "write" && event.fixture === "F03",
  );
  cable.cut();
  await awaitEvent(run, isAway);
  cable.mend();
  const ending = await run.ended;

  expect(ending.exitCode).toBe(0);
  const events = eventsOf(ending);
  expect(events.at(-1)).toMatchObject({ kind: "lot-ended", pass: BOARDS, error: 0, notRun: 0 });
  const lost = events.filter(({ kind }) => kind === "worker-lost");
  expect(lost).toMatchObject([{ pid: far.pid, fixtures: ["F03", "F04"] }]);
  const records = recordsOf(place);
  expect(records.map(({ serial, verdict }) => `${serial} ${verdict}`).sort()).toEqual(
    Array.from({ length: BOARDS }, (_, at) => `SN${String(at + 1).padStart(2, "0")} pass`),
  );
  expect(readJournal(place, (journal) => journal.openRuns())).toEqual([]);
  // Each power-up is a run of the journal: nobody was flashed besides.
  for (const { id } of bench.nests) {
    const ups = bench.relayMoves().filter(({ fixture, to }) => fixture === id && to === "on");
    const runs = records.filter(({ fixture }) => fixture === id);
    expect(ups.length, id).toBe(runs.length);
    expect(runs.length, id).toBeGreaterThan(0);
  }
  expect(await bench.powered()).toEqual([]);
});
