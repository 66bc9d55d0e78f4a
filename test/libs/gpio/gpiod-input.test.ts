import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openGpioInput } from "../../../libs/gpio/open-gpio-input.ts";
import { openGpioOutput } from "../../../libs/gpio/open-gpio-output.ts";
import type { GpioLine } from "../../../libs/jig/jig.ts";
import { HandClock } from "../../support/hand-clock.ts";
import { type GpioTools, makeGpioTools } from "./gpio-tools.ts";

const PATH = process.env.PATH ?? "";

let tools: GpioTools;
afterEach(() => {
  process.env.PATH = PATH;
  tools[Symbol.dispose]();
});

const place = (line: number, activeLow: boolean): GpioLine => ({
  kind: "gpiod",
  chip: "fake",
  line,
  activeLow,
});

describe.each([1, 2] as const)("inputs by libgpiod v%i's tools", (generation) => {
  beforeEach(() => {
    tools = makeGpioTools(generation);
    process.env.PATH = `${tools.folder}:${PATH}`;
  });

  test("are read as their wires are, together, and drive nothing", async () => {
    const clock = new HandClock(0);
    await using lid = await openGpioInput(place(5, false), clock);
    await using start = await openGpioInput(place(6, true), clock);
    const levels = () => Promise.all([lid.read(), start.read()]);
    expect(await levels()).toEqual(["inactive", "active"]);
    const before = tools.reads();
    tools.pull(5, 1);
    tools.pull(6, 1);
    clock.advance(100);
    expect(await levels()).toEqual(["active", "inactive"]);
    expect(tools.reads()).toBe(before + 1);
    expect(tools.driven()).toEqual([]);
  });

  test("one that somebody takes does not take the others along", async () => {
    const clock = new HandClock(0);
    await using lid = await openGpioInput(place(5, false), clock);
    await using start = await openGpioInput(place(6, false), clock);
    tools.pull(5, 1);
    await using _ = await openGpioOutput(place(6, false), systemClock);
    clock.advance(100);
    expect(await lid.read()).toBe("active");
    await expect(start.read()).rejects.toMatchObject({
      control: "gpiod fake 6",
      message: expect.stringMatching(/held by another/),
    });
    await expect(openGpioInput(place(6, false), clock)).rejects.toThrow(/held by another/);
  });
});
