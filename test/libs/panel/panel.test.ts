import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { NameTakenError } from "../../../libs/claims/name-taken-error.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { GpioLine } from "../../../libs/jig/jig.ts";
import { claimPanel } from "../../../libs/panel/claim-panel.ts";
import { darkenLamps } from "../../../libs/panel/darken-lamps.ts";
import { openBuzzer } from "../../../libs/panel/open-buzzer.ts";
import { openLamps } from "../../../libs/panel/open-lamps.ts";
import { watchInputs } from "../../../libs/panel/watch-inputs.ts";
import type { NestLevels } from "../../../libs/station/nest-news.ts";
import { type GpioTools, gpioToolsOnPath } from "../gpio/gpio-tools.ts";

/** A hang limit. */
const PATIENT = { timeout: 20_000 };

let tools: GpioTools;
let troubles: string[];
const context = { clock: systemClock, onTrouble: (text: string) => troubles.push(text) };

beforeEach(() => {
  tools = gpioToolsOnPath(1);
  troubles = [];
});

afterEach(() => {
  tools[Symbol.dispose]();
});

const at = (line: number, activeLow = false): GpioLine => ({
  kind: "gpiod",
  chip: "fake",
  line,
  activeLow,
});

test("switches are known at once, told when they change, and told once when they cannot be read", async () => {
  tools.pull(1, 1);
  tools.pull(2, 1);
  let now: Partial<NestLevels> = {};
  const change = (levels: Partial<NestLevels>): void => {
    now = { ...now, ...levels };
  };
  const inputs = { lid: at(1), present: at(2, true), start: at(3) };
  await using _ = await watchInputs(inputs, { ...context, fixture: "F01", change });
  expect(now).toEqual({ lid: "closed", board: "absent", button: "up" });
  tools.pull(2, 0);
  tools.pull(3, 1);
  await vi.waitFor(
    () => expect(now).toEqual({ lid: "closed", board: "present", button: "down" }),
    PATIENT,
  );
  expect(troubles).toEqual([]);
  tools.complain("gpioget: error reading GPIO values: No such device");
  await vi.waitFor(
    () => expect(now).toEqual({ lid: "unknown", board: "unknown", button: "unknown" }),
    PATIENT,
  );
  tools.complain(undefined);
  await vi.waitFor(
    () => expect(now).toEqual({ lid: "closed", board: "present", button: "down" }),
    PATIENT,
  );
  expect(troubles.filter((text) => /input lid cannot be read/.test(text)).length).toBe(1);
  expect(troubles.filter((text) => /input lid can be read again/.test(text)).length).toBe(1);
});

test("a switch that cannot be opened is unknown, and the others are read", async () => {
  tools.pull(1, 1);
  const levels: Partial<NestLevels>[] = [];
  const inputs = { lid: at(1), start: at(99) };
  await using _ = await watchInputs(inputs, {
    ...context,
    fixture: "F01",
    change: (changed) => levels.push(changed),
  });
  // One that is still bouncing must not pass for one that is not wired.
  expect(levels[0]).toEqual({ lid: "unknown", button: "unknown" });
  expect(Object.assign({}, ...levels)).toEqual({ lid: "closed", button: "unknown" });
  expect(troubles).toEqual([expect.stringMatching(/^F01: its input start cannot be read: ./)]);
});

test("of a nest's lamps one is lit at most, and none in the end", async () => {
  const lamps = await openLamps("F01", { pass: at(1), fail: at(2, true), busy: at(3) }, context);
  expect(tools.driven().toSorted()).toEqual(["1=0", "2=1", "3=0"]);
  const lit = () => [tools.level(1), tools.level(2), tools.level(3)].join("");
  for (const [state, levels] of [
    ["busy", "011"],
    ["fail", "000"],
    ["pass", "110"],
  ] as const) {
    lamps.show(state);
    await vi.waitFor(() => expect(lit()).toBe(levels), PATIENT);
  }
  await lamps[Symbol.asyncDispose]();
  expect(
    tools
      .driven()
      .filter((level) => level.startsWith("1="))
      .at(-1),
  ).toBe("1=0");
  expect(troubles).toEqual([]);
});

test("a lamp that breaks is told once, and the others go on", async () => {
  await using lamps = await openLamps("F01", { pass: at(99), busy: at(3) }, context);
  expect(troubles).toEqual([expect.stringMatching(/^F01: its lamp pass does not work: ./)]);
  lamps.show("pass");
  lamps.show("busy");
  await vi.waitFor(() => expect(tools.level(3)).toBe("1"), PATIENT);
  tools.complain("gpioset: error setting the GPIO line values: No such device");
  lamps.show("off");
  await vi.waitFor(() => expect(troubles.length).toBe(2), PATIENT);
  lamps.show("busy");
  tools.complain(undefined);
  expect(troubles.length).toBe(2);
});

test("a buzzer is silent at first, sounds once for a pass and three times for a fail", async () => {
  const buzzer = await openBuzzer(at(62), context);
  expect(tools.driven()).toEqual(["62=0"]);
  const sounded = () => tools.driven().filter((level) => level === "62=1").length;
  buzzer.sound("pass");
  buzzer.sound("pass");
  await vi.waitFor(() => expect(sounded()).toBe(1), PATIENT);
  buzzer.sound("fail");
  await vi.waitFor(() => expect(sounded()).toBe(4), PATIENT);
  await buzzer[Symbol.asyncDispose]();
  expect(sounded()).toBe(4);
  expect(tools.driven().at(-1)).toBe("62=0");
  expect(troubles).toEqual([]);
});

test("a panel has one owner, whatever it is used for elsewhere; lamps in use are not darkened", async () => {
  const nest = {
    id: "F01",
    virtual: { chip: "bk7231n", faults: [] },
    inputs: { lid: at(60) },
    lamps: { busy: at(61) },
  } as const;
  const owner = await claimPanel(nest);
  await expect(claimName("gpio fake 60", "F02")).rejects.toThrow(NameTakenError);
  await darkenLamps(nest, systemClock);
  expect(tools.driven()).toEqual([]);
  await owner[Symbol.asyncDispose]();
  await darkenLamps(nest, systemClock);
  expect(new Set(tools.driven())).toEqual(new Set(["61=0"]));
});
