import type { Direction, Gpio } from "onoff";
import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import { explainGpioError } from "./explain-gpio-error.ts";
import { exportLine } from "./export-line.ts";
import { findGpioNumber } from "./find-gpio-number.ts";
import { GpioError } from "./gpio-error.ts";

/** A line in sysfs, by onoff. Levels are those of the wire, whatever the jig file calls active. */
export interface SysfsLine {
  /** Does something with it; what onoff or sysfs rejects with becomes a `GpioError`. */
  use<T>(action: (gpio: Gpio) => T | Promise<T>): Promise<T>;
}

/**
 * Opens a line in a direction: "high" and "low" are an output that has that level from the moment
 * it is one. Rejects with `GpioError`.
 */
export const openSysfsLine = async (
  line: GpioLine,
  direction: Exclude<Direction, "out">,
  clock: Clock,
): Promise<SysfsLine> => {
  const explained = async <T>(action: () => T | Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw new GpioError(line, explainGpioError(cause), { cause });
    }
  };
  const gpio = await explained(async () => {
    const number = await findGpioNumber(line);
    await exportLine(number, clock);
    // Its native part is optional: only a jig with such a line may need it.
    const { Gpio } = await import("onoff");
    return new Gpio(number, direction, "none", { activeLow: false });
  });
  return { use: (action) => explained(() => action(gpio)) };
};
