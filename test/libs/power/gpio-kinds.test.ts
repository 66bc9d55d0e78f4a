import { afterAll, beforeAll, describe, expect } from "vitest";
import { powerContract } from "../../contracts/power-contract.ts";
import { resetContract } from "../../contracts/reset-contract.ts";
import { fakeGpioObstacle } from "../gpio/with-fake-gpio.ts";
import type { ControlOrder } from "./gpio-control-order.ts";
import { type FakeGpio, startFakeGpio } from "./on-fake-gpio.ts";

describe.skipIf(fakeGpioObstacle !== undefined)("by onoff on a stand-in GPIO", () => {
  let gpio: FakeGpio;
  let used = 0;
  beforeAll(() => {
    gpio = startFakeGpio();
  });
  afterAll(() => gpio.end());

  const wire = (use: "power" | "reset", activeLow: boolean) => {
    const line: ControlOrder["line"] = { use, line: used, activeLow };
    used += 1;
    return {
      does: (act: string) => () => gpio.perform({ act, line }),
      isActive: async () => gpio.changes(line).at(-1)?.to === "on",
      times: async () => gpio.changes(line).filter(({ to }) => to === "on").length,
      breakage: {
        breakIt: () => gpio.perform({ act: "unexport", line }),
        failure: {
          code: "relay-failed",
          control: `gpio fake ${line.line}`,
          reason: expect.stringMatching(/unexported/),
        },
      },
    };
  };

  for (const activeLow of [true, false]) {
    const polarity = activeLow ? "low" : "high";
    powerContract(`gpio, active ${polarity}`, async () => {
      const { does, isActive, times, breakage } = wire("power", activeLow);
      return {
        open: async () => {
          await does("open")();
          return {
            means: "cycle",
            on: does("on"),
            off: does("off"),
            makeSafe: does("makeSafe"),
            [Symbol.asyncDispose]: does("dispose"),
          };
        },
        isOn: isActive,
        powerUps: times,
        leaveOn: does("leave-active"),
        breakage,
        tidyUp: async () => undefined,
      };
    });
    resetContract(`gpio, active ${polarity}`, async () => {
      const { does, isActive, times, breakage } = wire("reset", activeLow);
      await does("open")();
      return {
        reset: {
          hold: does("hold"),
          release: does("release"),
          [Symbol.asyncDispose]: does("dispose"),
        },
        isHeld: isActive,
        pulses: times,
        breakage,
        leave: does("dispose"),
      };
    });
  }
});
