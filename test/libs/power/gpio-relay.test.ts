import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeGpioObstacle, runWithFakeGpio } from "../gpio/with-fake-gpio.ts";

const run = (...acts: readonly string[]) =>
  runWithFakeGpio(join(import.meta.dirname, "gpio-program.ts"), acts);

describe.skipIf(fakeGpioObstacle !== undefined)("a relay by onoff on a stand-in GPIO", () => {
  test.each([
    { polarity: "low", off: "level 1", on: "level 0" },
    { polarity: "high", off: "level 0", on: "level 1" },
  ])("active-$polarity: no glitch at open, and off at the end", async ({ polarity, off, on }) => {
    const { events } = await run(`open 5 ${polarity}`, "on 5", "off 5", "on 5", "dispose 5");
    expect(events.get(5)).toEqual(["exported 1", "out 1", off, on, off, on, off]);
    expect([...events.keys()]).toEqual([5]);
  });

  test.each([
    { polarity: "low", driven: "level 0", off: "level 1" },
    { polarity: "high", driven: "level 1", off: "level 0" },
  ])(
    "active-$polarity: a relay left on by a killed process goes off at open",
    async ({ polarity, driven, off }) => {
      const { events } = await run(`die 3 ${polarity}`, `open 3 ${polarity}`);
      expect(events.get(3)).toEqual(["exported 1", "out 1", off, driven, off]);
    },
  );

  test("an end leaves no descriptor behind, and what comes after it moves nothing", async () => {
    const { stdout, events } = await run("open 5 low", "held 5", "dispose 5", "held 5", "on 5");
    expect(stdout.split("\n").slice(0, 2)).toEqual(["1 held", "0 held"]);
    expect(stdout).toContain("relay-failed");
    expect(events.get(5)?.at(-1)).toBe("level 1");
  });

  test.each([
    { polarity: "low", left: "low", off: "level 1" },
    { polarity: "high", left: "high", off: "level 0" },
  ])(
    "active-$polarity: a line another program left inverted is read as its wire is",
    async ({ polarity, left, off }) => {
      const acts = [
        "export 4",
        "invert 4",
        `direction 4 ${left}`,
        `open 4 ${polarity}`,
        "on 4",
        "off 4",
      ];
      const { events, stdout } = await run(...acts, "show 4");
      expect(events.get(4)?.at(-1)).toBe(off);
      expect(stdout).toBe(`${off.at(-1)}\n`);
    },
  );

  test.each([
    { polarity: "low", off: "level 1" },
    { polarity: "high", off: "level 0" },
  ])(
    "active-$polarity: a line that is off already moves nowhere when it is opened",
    async ({ polarity, off }) => {
      const { events } = await run(`open 2 ${polarity}`, `open 2 ${polarity}`);
      expect(events.get(2)?.slice(0, 2)).toEqual(["exported 1", "out 1"]);
      expect(new Set(events.get(2)?.slice(2))).toEqual(new Set([off]));
    },
  );

  test.each([
    ["to export", ["humble", "open 9 low"]],
    ["to use what another exported", ["export 9", "humble", "open-hastily 9 low"]],
  ])("no permission %s is told at once, with its mend, and moves nothing", async (_, acts) => {
    const { stdout, events } = await run(...acts);
    expect(JSON.parse(stdout)).toMatchObject({
      code: "relay-failed",
      control: "gpio fake 9",
      reason: expect.stringMatching(/no permission: add the user to the group/),
    });
    expect(events.get(9)?.filter((event) => event.startsWith("out")) ?? []).toEqual([]);
  });

  test("a chip or a line that is not there, with the mend", async () => {
    const { stdout, events } = await run("open 32 low");
    expect(JSON.parse(stdout)).toEqual({
      code: "relay-failed",
      control: "gpio fake 32",
      reason: 'the chip has lines 0 to 31: correct "line" in the jig file',
    });
    expect(events.size).toBe(0);
  });

  test.each([
    ["unexport 6", /unexported/],
    ["direction 6 in", /no output any more/],
  ])("a line another program took away (%s)", async (act, reason) => {
    const { stdout } = await run("open 6 low", act, "on 6");
    expect(JSON.parse(stdout)).toMatchObject({
      code: "relay-failed",
      control: "gpio fake 6",
      reason: expect.stringMatching(reason),
    });
  });
});
