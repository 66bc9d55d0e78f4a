import { expect, test } from "vitest";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { type GpioTools, makeGpioTools } from "../libs/gpio/gpio-tools.ts";
import { awaitEvent, type EventOf, isEndIn, isStep } from "../support/lot-events.ts";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { type Started, Workplace } from "../support/run-flashline.ts";

/** Lines of a jig's own: their owner is known to the whole machine, other tests included. */
const linesFrom = (first: number) => ({
  lid: first,
  busy: first + 1,
  pass: first + 2,
  fail: first + 3,
  buzzer: first + 4,
});

type Lines = ReturnType<typeof linesFrom>;

const lineAt = (line: number) => ({ kind: "gpiod", chip: "fake", line });

interface Boards {
  readonly count: number;
  readonly faults: readonly string[];
  readonly speed: "fast" | "real";
}

/** A lot in one virtual nest, whose lid and lamps are lines of stand-in tools. */
const startLot = (
  place: Workplace,
  tools: GpioTools,
  { lid, busy, pass, fail, buzzer }: Lines,
  { count, faults, speed }: Boards,
): Started => {
  const jig = place.write("jig.yaml", {
    jig: "lids",
    trigger: "switch",
    buzzer: lineAt(buzzer),
    fixtures: [
      {
        id: "F01",
        recipe: writeRecipe(place, "bk7231n"),
        virtual: { chip: "bk7231n", faults },
        inputs: { lid: lineAt(lid) },
        lamps: { busy: lineAt(busy), pass: lineAt(pass), fail: lineAt(fail) },
      },
    ],
  });
  const lot = ["--first", "SN1", "--count", String(count), "--lot", "L1", "--data", DATA];
  const pace = speed === "fast" ? ["--fast"] : [];
  const path = { PATH: `${tools.folder}:${process.env.PATH}` };
  return place.startBy("/usr/bin/env", path, "run", "--jig", jig, ...lot, ...pace, "--json");
};

const isWaitFor =
  (serial: string, awaits: string) =>
  (event: StationEvent): event is EventOf<"fixture-waiting"> =>
    event.kind === "fixture-waiting" && event.serial === serial && event.awaits === awaits;

const isDark = (tools: GpioTools, { lid: _, ...lamps }: Lines): boolean =>
  Object.values(lamps).every((line) => tools.level(line) === "0");

test.concurrent("a lot is flashed by its lid alone: a closing, a board; and the lamps say how it went", async () => {
  await using place = new Workplace();
  using tools = makeGpioTools(1);
  const lines = linesFrom(46);
  tools.pull(lines.lid, 0);
  const run = startLot(place, tools, lines, { count: 2, faults: [], speed: "fast" });
  await awaitEvent(run, isWaitFor("SN1", "lid"));
  expect(isDark(tools, lines)).toBe(true);
  tools.pull(lines.lid, 1);
  await awaitEvent(run, isEndIn("F01"));
  // The lid is closed over the board that has passed.
  await awaitEvent(run, isWaitFor("SN2", "reopen"));
  tools.pull(lines.lid, 0);
  await awaitEvent(run, isWaitFor("SN2", "lid"));
  tools.pull(lines.lid, 1);
  const ending = await run.ended;
  expect(ending.exitCode, ending.stderr).toBe(0);
  expect(recordsOf(place).map(({ serial, verdict }) => `${serial} ${verdict}`)).toEqual([
    "SN1 pass",
    "SN2 pass",
  ]);
  const changes = (line: number) =>
    tools
      .driven()
      .filter((level) => level.startsWith(`${line}=`))
      .map((level) => level.slice(-1))
      .join("");
  expect(changes(lines.busy)).toMatch(/^0(10)+$/);
  expect(changes(lines.pass)).toBe("01010");
  expect(changes(lines.fail)).toBe("0");
  expect(changes(lines.buzzer)).toMatch(/^0*10*10*$/);
  expect(isDark(tools, lines)).toBe(true);
});

test.concurrent("an opened lid ends its run, and the same board is taken up again when it is closed", async () => {
  await using place = new Workplace();
  using tools = makeGpioTools(2);
  const lines = linesFrom(51);
  tools.pull(lines.lid, 0);
  const run = startLot(place, tools, lines, { count: 1, faults: ["slow-erase:8"], speed: "real" });
  await awaitEvent(run, isWaitFor("SN1", "lid"));
  tools.pull(lines.lid, 1);
  await awaitEvent(run, isStep("erase", "F01"));
  tools.pull(lines.lid, 0);
  expect(await awaitEvent(run, isEndIn("F01"))).toMatchObject({ verdict: "aborted" });
  await awaitEvent(run, isWaitFor("SN1", "lid"));
  tools.pull(lines.lid, 1);
  const ending = await run.ended;
  expect(ending.exitCode, ending.stderr).toBe(0);
  expect(recordsOf(place)).toMatchObject([
    {
      serial: "SN1",
      verdict: "aborted",
      failure: null,
      notes: ["The lid was opened while the board was in work."],
    },
    { serial: "SN1", attempt: 2, verdict: "pass" },
  ]);
});
