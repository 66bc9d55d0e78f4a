import { expect } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { PowerConfig } from "../../../libs/jig/jig.ts";
import { openPower } from "../../../libs/power/open-power.ts";
import { powerContract } from "../../contracts/power-contract.ts";
import { makeGpioTools } from "../gpio/gpio-tools.ts";
import { makeNest } from "./make-nest.ts";

for (const generation of [1, 2] as const) {
  powerContract(`gpiod by libgpiod v${generation}'s tools`, async () => {
    const tools = makeGpioTools(generation);
    const path = process.env.PATH ?? "";
    process.env.PATH = `${tools.folder}:${path}`;
    // The usual relay board: it rests at high, and low switches on.
    tools.pull(17, 1);
    const config: PowerConfig = { kind: "gpiod", chip: "fake", line: 17, activeLow: true };
    const opened = new AsyncDisposableStack();
    return {
      open: async () => opened.use(await openPower(config, makeNest(systemClock))),
      isOn: async () => tools.level(17) === "0",
      powerUps: async () => tools.driven().filter((driven) => driven === "17=0").length,
      breakage: {
        breakIt: async () => tools.complain("gpioset: unable to open chip: No such device"),
        mendIt: async () => tools.complain(undefined),
        failure: {
          code: "relay-failed",
          control: "gpiod fake 17",
          reason: expect.stringMatching(/./),
        },
      },
      tidyUp: async () => {
        await opened.disposeAsync();
        process.env.PATH = path;
        tools[Symbol.dispose]();
      },
    };
  });
}
