import { expect, test } from "vitest";
import { takeBrought } from "../../../apps/coordinator/records/take-brought.ts";
import { bringRecords } from "../../../apps/worker/bring-records.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import { makeEndless, makeLine } from "../../libs/dispatch/line.ts";
import { samplePass, sampleStart } from "../../libs/journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../../libs/journal/scratch.ts";
import { startRedisForTests } from "../../redis-for-tests.ts";
import { until } from "../../support/until.ts";

/** A worker's life ended between its record and its answer. */
const recordUnanswered = (journal: Journal, line: Journal, run: string): void => {
  journal.startRun(sampleStart({ run }), line.head().journal);
  journal.endRun(samplePass({ run }));
};

test("what a worker had recorded and not answered when it died, its next life brings, also while Redis dies", async () => {
  await using redis = await startRedisForTests();
  const { coordinator, worker } = makeLine(redis.url);
  const dataDir = scratchFolder();
  const [theirs, ours] = [scratchJournal(dataDir), scratchJournal()];
  recordUnanswered(theirs, ours, "R1");

  await using link = await worker(makeEndless().run);
  const place = {
    ...{ journal: theirs, dataDir, station: "line-b", way: redis.url, clock: systemClock },
    ...{ fixtures: new Set<string>(), running: new Map() },
    onTrouble: (text: string) => expect.unreachable(text),
  };
  using _bringing = await bringRecords({ ...place, post: link.records });
  // Another worker of the host waits for its turn.
  using _waiting = await bringRecords({ ...place, post: link.records });

  const { dispatch } = await coordinator();
  await using _line = dispatch;
  const heard: RunRecord[] = [];
  const parts = { journal: ours, line: { dispatch } };
  using _taking = takeBrought(parts, {
    onRecord: (record) => heard.push(record),
    onTrouble: (text) => expect.unreachable(text),
  });
  await until("the first is here", () => ours.record("R1") !== undefined);
  const restart = await redis.crash();
  recordUnanswered(theirs, ours, "R2");
  restart();
  await until("the second is here", () => ours.record("R2") !== undefined);
  await until("the worker knows", () => theirs.handover.waiting(ours.head().journal) === 0);
  expect(heard.map(({ run }) => run)).toEqual(["R1", "R2"]);
  const { journal } = theirs.head();
  expect(ours.handover.originsOf("R2")).toMatchObject([{ journal, ...theirs.placeOf("R2") }]);

  // A run that nobody began, one that is open with nobody at it, and one that has ended.
  theirs.startRun(sampleStart({ run: "R3" }));
  const said = new Map<string, string>();
  await until("all are answered", async () => {
    for (const [run, standing] of await dispatch.inquire(journal, ["R1", "R3", "R4"])) {
      said.set(run, standing);
    }
    return said.size === 3;
  });
  expect(Object.fromEntries(said)).toEqual({ R1: "ended", R3: "cut-off", R4: "never-began" });
  expect(() => theirs.startRun(sampleStart({ run: "R4" }))).toThrow(/called off/);
});
