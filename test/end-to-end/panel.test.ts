import { expect, test } from "vitest";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { type GpioTools, makeGpioTools } from "../libs/gpio/gpio-tools.ts";
import { awaitEvent, type EventOf, isEndIn, isStep } from "../support/lot-events.ts";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { type Started, Workplace } from "../support/run-flashline.ts";

const LID = 1;
const LAMPS = { busy: 2, pass: 3, fail: 4 };
const BUZZER = 5;

const lineAt = (line: number) => ({ kind: "gpiod", chip: "fake", line });

interface Boards {
  readonly count: number;
  readonly faults: readonly string[];
  readonly speed: "fast" | "real";
}

/** A lot in one virtual nest, whose lid and lamps are lines of stand-in tools. */
const startLot = (place: Workplace, tools: GpioTools, boards: Boards): Started => {
  const { count, faults, speed } = boards;
  const jig = place.write("jig.yaml", {
    jig: "lids",
    trigger: "switch",
    buzzer: lineAt(BUZZER),
    fixtures: [
      {
        id: "F01",
        recipe: writeRecipe(place, "bk7231n"),
        virtual: { chip: "bk7231n", faults },
        inputs: { lid: lineAt(LID) },
        lamps: {
          busy: lineAt(LAMPS.busy),
          pass: lineAt(LAMPS.pass),
          fail: lineAt(LAMPS.fail),
        },
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

const isDark = (tools: GpioTools): boolean =>
  [...Object.values(LAMPS), BUZZER].every((line) => tools.level(line) === "0");

test.concurrent("a lot is flashed by its lid alone: a closing, a board; and the lamps say how it went", async () => {
  await using place = new Workplace();
  using tools = makeGpioTools(1);
  tools.pull(LID, 0);
  const run = startLot(place, tools, { count: 2, faults: [], speed: "fast" });
  await awaitEvent(run, isWaitFor("SN1", "lid"));
  expect(isDark(tools)).toBe(true);
  tools.pull(LID, 1);
  await awaitEvent(run, isEndIn("F01"));
  // The lid is closed over the board that has passed.
  await awaitEvent(run, isWaitFor("SN2", "reopen"));
  tools.pull(LID, 0);
  await awaitEvent(run, isWaitFor("SN2", "lid"));
  tools.pull(LID, 1);
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
  expect(changes(LAMPS.busy)).toMatch(/^0(10)+$/);
  expect(changes(LAMPS.pass)).toBe("01010");
  expect(changes(LAMPS.fail)).toBe("0");
  expect(changes(BUZZER)).toMatch(/^0*10*10*$/);
  expect(isDark(tools)).toBe(true);
});

test.concurrent("an opened lid ends its run, and the same board is taken up again when it is closed", async () => {
  await using place = new Workplace();
  using tools = makeGpioTools(2);
  tools.pull(LID, 0);
  const run = startLot(place, tools, { count: 1, faults: ["slow-erase:8"], speed: "real" });
  await awaitEvent(run, isWaitFor("SN1", "lid"));
  tools.pull(LID, 1);
  await awaitEvent(run, isStep("erase", "F01"));
  tools.pull(LID, 0);
  expect(await awaitEvent(run, isEndIn("F01"))).toMatchObject({ verdict: "aborted" });
  await awaitEvent(run, isWaitFor("SN1", "lid"));
  tools.pull(LID, 1);
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
