import { expect, test } from "vitest";
import { awaitEvent, isEndIn, isStep } from "../support/lot-events.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { type BoardWish, lastMoves, openWiredBench } from "../support/wired-bench.ts";

const SERIALS = ["SN1", "SN2", "SN3"];

test.concurrent.for(["SIGINT", "SIGTERM"] as const)(
  "%s powers running boards off and records them as aborted",
  async (signal) => {
    await using place = new Workplace();
    const lot = ["--first", "SN1", "--count", "3", "--lot", "L1", "--data", DATA, "--json"];
    const runOn = (fixtures: unknown): readonly string[] => {
      const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
      return ["run", "--jig", jig, ...lot];
    };
    const boards = (faults: readonly string[]): readonly BoardWish[] => [
      { chip: "bk7231n" },
      { chip: "bk7231n", faults },
      { chip: "bk7231t", faults },
    ];
    const slow = await openWiredBench(place, boards(["slow-erase:200"]), "real");
    const first = place.start(...runOn(slow.nests));
    const { serial: passed, verdict } = await awaitEvent(first, isEndIn("F01"));
    expect(verdict).toBe("pass");
    await awaitEvent(first, isStep("erase", "F02"));
    await awaitEvent(first, isStep("erase", "F03"));
    process.kill(first.pid, signal);
    const stopped = await first.ended;
    expect(stopped.exitCode).toBe(130);
    const sums = { kind: "lot-ended", stopped: true, pass: 1, aborted: 2 };
    expect(eventsOf(stopped).at(-1)).toMatchObject(sums);
    expect(await slow.powered()).toEqual([]);
    expect(lastMoves(slow)).toEqual({ F01: "off", F02: "off", F03: "off" });
    expect(place.processes()).toEqual([slow.pid]);
    const others = SERIALS.filter((serial) => serial !== passed);
    const verdicts = recordsOf(place).map(({ serial, verdict }) => `${serial} ${verdict}`);
    const aborted = others.map((serial) => `${serial} aborted`);
    expect(verdicts.sort()).toEqual([`${passed} pass`, ...aborted].sort());
    const notes = recordsOf(place).flatMap(({ verdict, notes }) =>
      verdict === "aborted" ? notes : [],
    );
    expect(notes.filter((note) => note === "The line was stopped.")).toHaveLength(2);
    await slow.close();
    if (signal === "SIGTERM") return;

    // The lot goes on with these only.
    const quick = await openWiredBench(place, boards([]), "fast");
    const second = await place.run(...runOn(quick.nests));
    expect(second.exitCode).toBe(0);
    const events = eventsOf(second);
    const started = events.filter((event) => event.kind === "run-started");
    expect(started.map(({ serial }) => serial).sort()).toEqual(others);
    expect(events.at(-1)).toMatchObject({ kind: "lot-ended", pass: 3, aborted: 0 });
  },
);

test.concurrent("a second signal ends the line at once, and each is told what it does; the workers see to the boards", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(
    place,
    [{ chip: "bk7231n", faults: ["slow-erase:200"] }],
    "real",
  );
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures: bench.nests });
  const lot = ["--first", "SN1", "--count", "1", "--lot", "L1", "--data", DATA, "--json"];
  const run = place.start("run", "--jig", jig, ...lot);
  await awaitEvent(run, isStep("erase", "F01"));
  // Two that are alike might come as one.
  process.kill(run.pid, "SIGTERM");
  process.kill(run.pid, "SIGINT");
  const { exitCode, stderr } = await run.ended;
  expect(exitCode).toBe(130);
  expect(stderr).toMatch(/stopping: boards at work .* A second Ctrl-C ends this program at once;/);
  expect(stderr).toMatch(/stopped at once: the workers power the boards at work off/);
  await until("all processes are gone", () => place.processes().length === 1);
  expect(await bench.powered()).toEqual([]);
  expect(recordsOf(place)).toMatchObject([{ serial: "SN1", verdict: "aborted" }]);
});
