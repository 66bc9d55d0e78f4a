import { expect, test } from "vitest";
import { readInheritance } from "../../../apps/guard/read-inheritance.ts";
import { guardedVariables, takeGuarded } from "../../../libs/guard/guarded.ts";
import type { PowerConfig, ResetConfig, WiredFixture } from "../../../libs/jig/jig.ts";

/** One of each kind there is: a kind without its line here does not compile. */
const POWERS: Readonly<Record<PowerConfig["kind"], PowerConfig>> = {
  gpio: { kind: "gpio", chip: "c", line: 1, activeLow: true },
  gpiod: { kind: "gpiod", chip: "c", line: 2, activeLow: false },
  line: { kind: "line", line: "rts" },
  "serial-relay": { kind: "serial-relay", port: "/dev/relays", model: "lcus", channel: 3 },
  command: { kind: "command", on: ["relay", "on"], off: ["relay", "\\ 'off' $(no)\n"] },
  manual: { kind: "manual" },
  none: { kind: "none" },
  virtual: { kind: "virtual", socket: "/tmp/s", board: "F01" },
};

const RESETS: Readonly<Record<ResetConfig["kind"], ResetConfig>> = {
  gpio: { kind: "gpio", chip: "c", line: 3, activeLow: true },
  gpiod: { kind: "gpiod", chip: "c", line: 4, activeLow: false },
  line: { kind: "line", line: "rts:1 wait:200 rts:0" },
  none: { kind: "none" },
};

const nest = (power: PowerConfig, reset: ResetConfig): WiredFixture => ({
  id: "F01",
  flashPort: "/dev/a",
  power,
  reset,
  offMs: 500,
});

/** As its guard reads it. */
const inherit = (nest: WiredFixture) =>
  readInheritance(takeGuarded({ ...guardedVariables({ fixtures: [nest] }) }));

test.each(Object.values(POWERS))("a nest with power $kind is inherited as it was", (power) => {
  const inherited = nest(power, RESETS.none);
  expect(inherit(inherited)).toEqual({
    nests: [inherited],
    problems: [],
  });
});

test.each(Object.values(RESETS))("a nest with reset $kind is inherited as it was", (reset) => {
  const inherited = nest(POWERS.none, reset);
  expect(inherit(inherited)).toEqual({
    nests: [inherited],
    problems: [],
  });
});

test("a nest's panel and supply are inherited as they were", () => {
  const line = { kind: "gpio", chip: "c", line: 9, activeLow: true } as const;
  const inherited: WiredFixture = {
    ...nest(POWERS.gpio, RESETS.none),
    logPort: "flash",
    inputs: { lid: line },
    lamps: { pass: { ...line, line: 10 } },
    supply: "psu",
  };
  const { nests, buzzer, problems } = inherit(inherited);
  expect({ nests, buzzer, problems }).toEqual({
    nests: [inherited],
    buzzer: undefined,
    problems: [],
  });
});

test("a nest that is not understood is told, and keeps no other from being made safe", () => {
  const known = nest(POWERS.gpio, RESETS.none);
  const odd = { ...known, power: { kind: "telepathy" } };
  const { nests, buzzer, problems } = readInheritance({
    nests: [JSON.stringify(odd), '{"id":', JSON.stringify(known)],
    buzzer: JSON.stringify(POWERS.gpio),
  });
  expect(nests).toEqual([known]);
  expect(buzzer).toEqual(POWERS.gpio);
  expect(problems).toEqual([expect.stringContaining("power"), expect.stringContaining("JSON")]);
});

test("what a guard was left is in its environment, and not in that of what it starts", () => {
  const { gpio } = POWERS;
  const fixtures = [nest(gpio, RESETS.none), { ...nest(gpio, RESETS.none), id: "F02" }];
  const environment: NodeJS.ProcessEnv = {
    PATH: "/bin",
    ...guardedVariables({
      fixtures,
      buzzer: { kind: "gpio", chip: "c", line: 9, activeLow: true },
    }),
  };
  const { nests, buzzer } = takeGuarded(environment);
  expect(nests.map((text) => JSON.parse(text))).toEqual(fixtures);
  expect(JSON.parse(buzzer ?? "")).toEqual({ kind: "gpio", chip: "c", line: 9, activeLow: true });
  expect(environment).toEqual({ PATH: "/bin" });
});
