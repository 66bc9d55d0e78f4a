import { closeSync } from "node:fs";
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
  /** Lets go of its file; the line stays as it is. From then on `use` rejects. Not while it is in use. */
  close(): void;
}

/**
 * Opens a line in a direction: "high" and "low" are an output that has that level from the moment
 * it is one. `prove` looks whether the line has taken it, because onoff is silent when it cannot
 * configure one that is exported already, and throws if not. Rejects with `GpioError`.
 */
export const openSysfsLine = async (
  line: GpioLine,
  direction: Exclude<Direction, "out">,
  prove: (gpio: Gpio) => void,
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
    const made = new Gpio(number, direction, "none", { activeLow: false });
    try {
      prove(made);
    } catch (error) {
      closeValue(made);
      throw error;
    }
    return made;
  });
  let isClosed = false;
  return {
    use: (action) =>
      explained(() => {
        if (isClosed) throw new Error("the line was given back already");
        return action(gpio);
      }),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      closeValue(gpio);
    },
  };
};

/** onoff (6.0.3) closes its descriptor only in `unexport`, which would let a relay float. */
const closeValue = (gpio: Gpio): void => {
  const descriptor: unknown = Reflect.get(gpio, "_valueFd");
  if (typeof descriptor === "number") closeSync(descriptor);
};
