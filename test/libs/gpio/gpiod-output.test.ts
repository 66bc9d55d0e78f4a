import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openGpioOutput } from "../../../libs/gpio/open-gpio-output.ts";
import type { GpioLine } from "../../../libs/jig/jig.ts";
import { until } from "../../support/until.ts";
import { type GpioTools, makeGpioTools } from "./gpio-tools.ts";

const HOLD_AND_DIE = join(import.meta.dirname, "hold-and-die.ts");
const PATH = process.env.PATH ?? "";

let tools: GpioTools;
afterEach(() => {
  process.env.PATH = PATH;
  tools[Symbol.dispose]();
});

const place = (changes: Partial<GpioLine> = {}): GpioLine => ({
  kind: "gpiod",
  chip: "fake",
  line: 17,
  activeLow: false,
  ...changes,
});

describe.each([1, 2] as const)("an output by libgpiod v%i's tools", (generation) => {
  beforeEach(() => {
    tools = makeGpioTools(generation);
    process.env.PATH = `${tools.folder}:${PATH}`;
  });

  test.each([
    { activeLow: false, off: "17=0", on: "17=1" },
    { activeLow: true, off: "17=1", on: "17=0" },
  ])(
    "activeLow $activeLow: opens inactive, moves by single edges, ends inactive",
    async ({ activeLow, off, on }) => {
      const output = await openGpioOutput(place({ activeLow }), systemClock);
      expect(tools.driven()).toEqual([off]);
      for (const level of ["inactive", "active", "active", "inactive", "inactive"] as const) {
        await output.set(level);
      }
      // A level that is there already is not driven anew: in between the line would be let go.
      expect(tools.driven()).toEqual([off, on, off]);
      await output.set("active");
      await output[Symbol.asyncDispose]();
      expect(tools.driven()).toEqual([off, on, off, on, off]);
      expect(() => process.kill(tools.holderOf(17), 0)).toThrow("ESRCH");
    },
  );

  test("no wait outlasts its line: a program that is done can end", async () => {
    let waits = 0;
    const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
      waits += 1;
      await systemClock.sleep(ms, signal).finally(() => {
        waits -= 1;
      });
    };
    const output = await openGpioOutput(place(), { ...systemClock, sleep });
    await output.set("active");
    await output[Symbol.asyncDispose]();
    await new Promise(setImmediate);
    expect(waits).toBe(0);
  });

  test("a tool that dies by itself is told once, with the line inactive again", async () => {
    await using output = await openGpioOutput(place(), systemClock);
    await output.set("active");
    const holder = tools.holderOf(17);
    process.kill(holder, "SIGTERM");
    await until("its end", () => tools.level(17) === "0");
    await expect(output.set("active")).rejects.toThrow(/let go: gpioset ended \(SIGTERM\)/);
    expect(tools.driven()).toEqual(["17=0", "17=1", "17=0"]);
    await output.set("active");
    expect(tools.level(17)).toBe("1");
  });

  test("nothing holds the line after a process of ours was killed", async () => {
    await promisify(execFile)(process.execPath, [HOLD_AND_DIE]).catch(() => undefined);
    expect(tools.driven()).toEqual(["17=0", "17=1"]);
    await until("the end of its tool", () => tools.level(17) === "0");
    await using output = await openGpioOutput(place(), systemClock);
    await output.set("active");
    expect(tools.driven()).toEqual(["17=0", "17=1", "17=0", "17=1"]);
  });

  test("a line in use is told as that, and one just let go is taken", async () => {
    const other = await openGpioOutput(place(), systemClock);
    await expect(openGpioOutput(place(), systemClock)).rejects.toMatchObject({
      control: "gpiod fake 17",
      message: expect.stringMatching(/held by another driver or program/),
    });
    const waiting = openGpioOutput(place(), systemClock);
    await other[Symbol.asyncDispose]();
    await (await waiting)[Symbol.asyncDispose]();
  });

  test.each([
    [{ chip: "other" }, /no GPIO chip has the label "other"; .*fake, twin, twin/],
    [{ chip: "twin", line: 1 }, /2 GPIO chips have the label "twin"/],
    [{ line: 64 }, /lines 0 to 63: correct "line"/],
  ])("%j is refused with its mend", async (changes, reason) => {
    await expect(openGpioOutput(place(changes), systemClock)).rejects.toThrow(reason);
    expect(tools.driven()).toEqual([]);
  });

  test("a chip that nobody may open is told with its mend", async () => {
    tools.complain("gpiodetect: unable to access GPIO chips: Permission denied");
    const opening = openGpioOutput(place(), systemClock);
    await expect(opening).rejects.toThrow(/group that owns \/dev\/gpiochip\*/);
  });
});

test("tools that are not there are told with their package", async () => {
  tools = makeGpioTools(1);
  process.env.PATH = join(tools.folder, "empty");
  const opening = openGpioOutput(place(), systemClock);
  await expect(opening).rejects.toThrow("gpiodetect is not installed: sudo apt install gpiod");
});
