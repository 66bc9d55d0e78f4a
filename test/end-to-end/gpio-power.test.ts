import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fakeGpioObstacle } from "../libs/gpio/with-fake-gpio.ts";
import { type GpioLot, RELAYS, startGpioLot } from "../support/gpio-lot.ts";
import { awaitEvent, isEndIn, isStep, isWorkerOf } from "../support/lot-events.ts";
import { type Ending, eventsOf, Workplace } from "../support/run-flashline.ts";
import { openWiredBench } from "../support/wired-bench.ts";

interface Span {
  readonly fixture: string;
  readonly from: number;
  readonly to: number;
}

/** When boards had power, in ms by the stand-in's clock. A board that still has it has it for ever. */
const powerSpans = ({ changes }: GpioLot): readonly Span[] =>
  RELAYS.flatMap(({ line, fixture }) => {
    const own = changes.filter((change) => change.line === line);
    return own.flatMap(({ to, at: from }, index) =>
      to === "on" ? [{ fixture, from, to: own[index + 1]?.at ?? Number.POSITIVE_INFINITY }] : [],
    );
  });

interface RunSpan extends Span {
  readonly verdict: string;
}

/** When runs went on, in ms by the calendar. */
const runSpans = (ending: Ending): readonly RunSpan[] => {
  const events = eventsOf(ending);
  return events
    .filter((event) => event.kind === "run-ended")
    .map(({ run, fixture, at, verdict }) => {
      const start = events.find((event) => event.kind === "run-started" && event.run === run);
      return { fixture, from: Date.parse(start?.at ?? at), to: Date.parse(at), verdict };
    });
};

/** The calendar is cut to the millisecond. */
const CUT_MS = 1;

/**
 * Checks that lines were opened at their inactive level, that all power was inside of runs and each
 * run had some. The two clocks differ by an unknown time: one must fit all.
 */
const expectPowerInRunsOnly = (lot: GpioLot, ending: Ending): void => {
  const log = readFileSync(lot.log, "utf8").split("\n");
  for (const { line, activeLow } of RELAYS) {
    const own = log.filter((entry) => entry.includes(`"line":${line},`));
    const acts = own.map((entry) => entry.replace(/.*"(\w+)":(\d)\}$/, "$1 $2"));
    expect(acts.slice(0, 3)).toEqual(["exported 1", "out 1", `level ${activeLow ? 1 : 0}`]);
  }
  const runs = runSpans(ending);
  const spans = powerSpans(lot);
  expect(spans.filter(({ to }) => to === Number.POSITIVE_INFINITY)).toEqual([]);
  const nearly = Math.min(...lot.changes.map(({ at, seenAt }) => seenAt - at));
  const pairs = spans.map((span) => {
    const middle = (span.from + span.to) / 2 + nearly;
    const run = runs.find(
      ({ fixture, from, to }) => fixture === span.fixture && from <= middle && middle <= to,
    );
    return { span, run };
  });
  expect(pairs.filter(({ run }) => run === undefined)).toEqual([]);
  const powered = new Set(pairs.map(({ run }) => run));
  // One that was called off before it came to its power needs none.
  expect(runs.filter((run) => !powered.has(run) && run.verdict !== "aborted")).toEqual([]);
  const least = Math.max(...pairs.map(({ run, span }) => (run?.from ?? 0) - span.from));
  const most = Math.min(...pairs.map(({ run, span }) => (run?.to ?? 0) - span.to));
  expect(least).toBeLessThanOrEqual(most + CUT_MS);
};

test
  .skipIf(fakeGpioObstacle !== undefined)
  .concurrent(
    "by onoff every board has power only during its runs, and none at the end",
    async () => {
      await using place = new Workplace();
      const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
      using lot = startGpioLot(place, bench, 6);
      const ending = await lot.run.ended;
      expect(ending.exitCode).toBe(0);
      expect(runSpans(ending).length).toBe(6);
      expectPowerInRunsOnly(lot, ending);
    },
  );

test
  .skipIf(fakeGpioObstacle !== undefined)
  .concurrent("by onoff no board has power after Ctrl-C", async () => {
    await using place = new Workplace();
    const slow = { chip: "bk7231t", faults: ["slow-erase:200"] } as const;
    const bench = await openWiredBench(place, [{ chip: "bk7231n" }, slow], "real");
    using lot = startGpioLot(place, bench, 4);
    const { pid } = await awaitEvent(lot.run, isWorkerOf("F01"));
    await awaitEvent(lot.run, isEndIn("F01"));
    await awaitEvent(lot.run, isStep("erase", "F02"));
    process.kill(parentOf(pid), "SIGINT");
    const ending = await lot.run.ended;
    expect(ending.exitCode).toBe(130);
    expect(eventsOf(ending).at(-1)).toMatchObject({ kind: "lot-ended", stopped: true });
    expectPowerInRunsOnly(lot, ending);
  });

/** The coordinator behind the stand-in's shell. */
const parentOf = (pid: number): number => {
  const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
  return Number(afterName.split(" ")[1]);
};
