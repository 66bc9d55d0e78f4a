import { expect, test } from "vitest";
import { awaitEvent, eventsOf, isEndIn, isStep } from "../support/lot-events.ts";
import { makeLotPlace } from "../support/lot-place.ts";
import { lastMoves, simulateJig } from "../support/simulated-jig.ts";
import { runProgram, startProgram } from "../support/start-program.ts";

test.concurrent.for(["SIGINT", "SIGTERM"] as const)(
  "%s powers running boards off and records them as aborted; the lot goes on with the others only",
  async (signal) => {
    await using place = makeLotPlace();
    const lot = ["--first", "SN1", "--count", "3", "--lot", "L1", "--data", place.dataDir];
    const runOn = (fixtures: unknown): readonly string[] => {
      const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
      return ["run", "--jig", jig, ...lot, "--json"];
    };
    const faults = ["slow-erase:200"];
    await using slow = await simulateJig(
      place,
      [{ chip: "bk7231n" }, { chip: "bk7231n", faults }, { chip: "bk7231t", faults }],
      "real",
    );
    await using first = startProgram(runOn(slow.nests), place);
    const { serial: passed, verdict } = await awaitEvent(first, isEndIn("F01"));
    expect(verdict).toBe("pass");
    await awaitEvent(first, isStep("erase", "F02"));
    await awaitEvent(first, isStep("erase", "F03"));
    first.kill(signal);
    const stopped = await first.ended;
    expect(stopped.code).toBe(130);
    expect(eventsOf(stopped).at(-1)).toMatchObject({
      kind: "lot-ended",
      stopped: true,
      pass: 1,
      aborted: 2,
    });
    expect(await slow.powered()).toEqual([]);
    expect(lastMoves(slow)).toEqual({ F01: "off", F02: "off", F03: "off" });
    expect(place.processes().map(({ pid }) => pid)).toEqual([slow.pid]);
    const others = ["SN1", "SN2", "SN3"].filter((serial) => serial !== passed);
    expect(
      place
        .records("L1")
        .map((record) => [record.serial, record.verdict, record.failure])
        .sort(),
    ).toEqual(
      [[passed, "pass", null], ...others.map((serial) => [serial, "aborted", null])].sort(),
    );
    await slow[Symbol.asyncDispose]();

    await using quick = await simulateJig(
      place,
      [{ chip: "bk7231n" }, { chip: "bk7231n" }, { chip: "bk7231t" }],
      "fast",
    );
    const second = await runProgram(runOn(quick.nests), place);
    expect(second.code).toBe(0);
    const events = eventsOf(second);
    const started = events.filter(({ kind }) => kind === "run-started");
    expect(started.map((event) => "serial" in event && event.serial).sort()).toEqual(others);
    expect(events.at(-1)).toMatchObject({ kind: "lot-ended", pass: 3, aborted: 0 });
  },
);
