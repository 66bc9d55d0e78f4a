import { relative } from "node:path";
import { expect, test } from "vitest";
import { openViewer } from "../../libs/dispatch/open-viewer.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { awaitEvent, type EventOf } from "../support/lot-events.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { openWiredBench } from "../support/wired-bench.ts";

const isKind =
  <Kind extends StationEvent["kind"]>(kind: Kind, told = "") =>
  (event: StationEvent): event is EventOf<Kind> =>
    event.kind === kind && JSON.stringify(event).includes(told);

test("a lot without --jig waits for its first station, takes in one that comes later, leaves what does not fit, and goes on with one that returns", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  const chips = ["bk7231n", "bk7231n", "bk7231t", "bk7231n"] as const;
  const bench = await openWiredBench(
    place,
    chips.map((chip) => ({ chip })),
    "fast",
  );
  const [first, ...rest] = bench.nests;
  if (first === undefined) throw new Error("no nests");
  const line = ["--redis", redis.url, "--line", "a"];
  const station = (name: string, fixtures: readonly object[]) => {
    const jig = place.write(`${name}.yaml`, { jig: name, trigger: "auto", fixtures });
    return place.start("worker", "--jig", jig, ...line, "--data", name);
  };
  // As a person names it, from the folder it is in.
  const recipe = relative(place.folder, first.recipe);
  const open = ["run", "--recipe", recipe, ...line, "--data", DATA];
  const run = place.start(...open, ...["--first", "SN1", "--count", "2", "--lot", "L1", "--json"]);
  await awaitEvent(run, isKind("notice", "waits for a station of line a"));
  await using viewer = await openViewer({ url: `${redis.url}?line=a` });
  await until("the lot is paused", () => viewer.health().line === "running");
  await viewer.sendCommand({ kind: "pause" });

  const north = station("north", [first]);
  await awaitEvent(run, isKind("fixture-joined", "north"));
  // Its F01 is another nest than the one the lot has, its F03 is for another chip.
  const south = station(
    "south",
    rest.map((nest) => (nest.id === "F04" ? { ...nest, id: "F01" } : nest)),
  );
  await awaitEvent(run, isKind("notice", "F03 of jig south"));
  // Killed, and started again; meanwhile somebody begins another such lot on the line.
  process.kill(north.pid, "SIGKILL");
  const beside = [[], ["--jig", place.path("south.yaml")]].map((jig, index) =>
    place.run(...open, ...jig, "--first", "SN9", "--count", "1", "--lot", `L${index + 2}`),
  );
  await awaitEvent(run, isKind("fixture-idle", "station-away"));
  const again = station("north", [first]);
  await awaitEvent(run, isKind("worker-started", String(again.pid)));
  const refused = await Promise.all(beside);
  expect(refused.map(({ exitCode }) => exitCode)).toEqual([3, 3]);
  expect(refused[0]?.stderr).toMatch(
    /on this line, and neither it nor this one has --jig.* wait until/,
  );
  expect(refused[1]?.stderr).toContain("A lot without --jig is being run on this line");
  await viewer.sendCommand({ kind: "resume" });
  const ending = await run.ended;

  expect(ending.exitCode, ending.stderr).toBe(0);
  const events = eventsOf(ending);
  expect(events.find(({ kind }) => kind === "lot-started")).toMatchObject({ fixtures: [] });
  expect(events.filter(({ kind }) => kind === "fixture-joined")).toMatchObject([
    { fixture: "F01", jig: "north", trigger: "auto" },
    { fixture: "F02", jig: "south", trigger: "auto" },
  ]);
  const notices = events.flatMap((event) => (event.kind === "notice" ? [event.text] : []));
  expect(notices.filter((text) => text.includes("not used")).sort()).toEqual([
    expect.stringMatching(/^F01 of jig south .* The line has a fixture of that name, of jig north/),
    expect.stringMatching(/^F03 of jig south .* another recipe for it/),
  ]);
  expect(events.at(-1)).toMatchObject({ kind: "lot-ended", pass: 2, error: 0, notRun: 0 });
  expect(
    recordsOf(place)
      .map(({ serial, fixture, verdict }) => `${serial} ${fixture} ${verdict}`)
      .sort(),
  ).toEqual(["SN1 F01 pass", "SN2 F02 pass"]);
  expect(await bench.powered()).toEqual([]);
  for (const { pid } of [south, again]) process.kill(pid, "SIGTERM");
  await Promise.all([north, south, again].map(({ ended }) => ended));
});
