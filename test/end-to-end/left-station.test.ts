import { ulid } from "ulid";
import { expect, test } from "vitest";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { compareJournals } from "../../libs/journal/compare-journals.ts";
import { JOURNAL_FILE, openJournal } from "../../libs/journal/open-journal.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { DATA, readJournal, recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { until } from "../support/until.ts";
import { openWiredBench } from "../support/wired-bench.ts";

test("a board that a station has when its coordinator dies is nobody else's until that station has told how it ended", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  await using dispatch = await openDispatch({ url: redis.url, session: ulid() });
  const wishes = [{ chip: "bk7231n" }, { chip: "bk7231n" }] as const;
  const bench = await openWiredBench(place, wishes, "real");
  const jigOf = (name: string, nests: readonly object[]): string =>
    place.write(name, { jig: "bench", trigger: "auto", fixtures: nests });
  const both = ["--jig", jigOf("both.yaml", bench.nests), "--redis", redis.url];
  const second = ["--jig", jigOf("second.yaml", bench.nests.slice(1)), "--redis", redis.url];
  const theirs = ["--data", "elsewhere", "--only", "F01"];
  const station = place.start("worker", ...both, ...theirs);
  // It goes on until the test is over, however long that takes.
  station.ended.catch(() => undefined);
  await seenWorker(dispatch, station.pid);
  const lot = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", DATA, "--json"];

  // Killed while SN1 is at work at the station, which records it and dies before anybody could hear of it.
  const first = place.start("run", ...both, ...lot);
  await first.printed((text) => /"run-started".*"F01"|"F01".*"run-started"/.test(text));
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  await until("the station has recorded its run", () => {
    using journal = openJournal(place.path("elsewhere"), { mode: "read" });
    return journal.records().length === 1;
  });
  process.kill(station.pid, "SIGKILL");

  const without = await place.run("run", ...second, ...lot);
  expect(without.exitCode, without.stderr).toBe(3);
  expect(eventsOf(without).at(-1)).toMatchObject({ pass: 1, notRun: 0, unknown: 1 });
  expect(without.stderr).toMatch(/SN1 was sent to F01 of .*--reclaim SN1/);
  expect(recordsOf(place).filter(({ serial }) => serial === "SN1")).toEqual([]);

  // Redis loses all it had; the station comes back, and brings what it did.
  await redis.peek.flushall();
  const again = place.start("worker", ...both, ...theirs);
  again.ended.catch(() => undefined);
  await seenWorker(dispatch, again.pid);
  const last = await place.run("run", ...second, ...lot);
  expect(last.exitCode, last.stderr).toBe(0);
  const ended = eventsOf(last).filter(({ kind }) => kind === "run-ended");
  expect(ended).toMatchObject([{ serial: "SN1", fixture: "F01", verdict: "pass" }]);
  expect(
    recordsOf(place).filter(({ serial, verdict }) => serial === "SN1" || verdict === "pass"),
  ).toMatchObject(["SN1", "SN2"].map((serial) => ({ serial, verdict: "pass" })).sort());
  const run = ended.map((event) => ("run" in event ? event.run : ""))[0] ?? "";
  const [origin] = readJournal(place, (journal) => journal.handover.originsOf(run));
  using journal = openJournal(place.path("elsewhere"), { mode: "read" });
  const { journal: id } = journal.head();
  expect(origin).toMatchObject({ journal: id, ...journal.placeOf(run), fate: "stored" });
  const fileIn = (folder: string): string => place.path(`${folder}/${JOURNAL_FILE}`);
  const pair = { line: fileIn(DATA), station: fileIn("elsewhere"), read: () => null };
  const told = { brought: 1, aside: 0, waiting: 0, faults: [] };
  expect(compareJournals(pair)).toMatchObject({
    ...told,
    stations: [journal.record(run)?.station],
  });
});
