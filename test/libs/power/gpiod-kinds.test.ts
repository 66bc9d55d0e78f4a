import { expect } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { PowerConfig, ResetConfig } from "../../../libs/jig/jig.ts";
import { openPower, openReset } from "../../../libs/power/open-power.ts";
import { powerContract } from "../../contracts/power-contract.ts";
import { resetContract } from "../../contracts/reset-contract.ts";
import { type GpioTools, gpioToolsOnPath } from "../gpio/gpio-tools.ts";
import { makeNest } from "./make-nest.ts";

const breakageOf = (tools: GpioTools) => ({
  breakIt: async () => tools.complain("gpioset: unable to open chip: No such device"),
  mendIt: async () => tools.complain(undefined),
  failure: {
    code: "relay-failed",
    control: "gpiod fake 17",
    reason: expect.stringMatching(/./),
  },
});

for (const generation of [1, 2] as const) {
  powerContract(`gpiod by libgpiod v${generation}'s tools`, async () => {
    const tools = gpioToolsOnPath(generation);
    // The usual relay board: it rests at high, and low switches on.
    tools.pull(17, 1);
    const config: PowerConfig = { kind: "gpiod", chip: "fake", line: 17, activeLow: true };
    const opened = new AsyncDisposableStack();
    return {
      open: async () => opened.use(await openPower(config, makeNest(systemClock))),
      isOn: async () => tools.level(17) === "0",
      powerUps: async () => tools.driven().filter((driven) => driven === "17=0").length,
      breakage: breakageOf(tools),
      tidyUp: async () => {
        await opened.disposeAsync();
        tools[Symbol.dispose]();
      },
    };
  });

  resetContract(`gpiod by libgpiod v${generation}'s tools`, async () => {
    const tools = gpioToolsOnPath(generation);
    // A transistor that pulls CEN down while its line is high.
    tools.pull(17, 0);
    const config: ResetConfig = { kind: "gpiod", chip: "fake", line: 17, activeLow: false };
    const reset = await openReset(config, makeNest(systemClock));
    if (reset === undefined) throw new Error("no reset");
    return {
      reset,
      isHeld: async () => tools.level(17) === "1",
      pulses: async () => tools.driven().filter((driven) => driven === "17=1").length,
      breakage: breakageOf(tools),
      leave: async () => {
        await reset[Symbol.asyncDispose]();
      },
      tidyUp: async () => tools[Symbol.dispose](),
    };
  });
}
