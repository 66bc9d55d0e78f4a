import type { Gpio } from "onoff";
import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import type { GpioInput } from "./gpio-input.ts";
import { openSysfsLine } from "./open-sysfs-line.ts";

/** An input through sysfs. In the end it stays one. Rejects with `GpioError`. */
export const openSysfsInput = async (line: GpioLine, clock: Clock): Promise<GpioInput> => {
  const opened = await openSysfsLine(line, "in", proveInput, clock);
  const low = line.activeLow ? "active" : "inactive";
  const high = line.activeLow ? "inactive" : "active";
  return {
    read: async () => ((await opened.use((gpio) => gpio.read())) === 1 ? high : low),
    [Symbol.asyncDispose]: async () => opened.close(),
  };
};

const proveInput = (gpio: Gpio): void => {
  if (gpio.direction() === "in") return;
  throw new Error("the line does not become an input: another program drives it; stop that");
};
