import type { Gpio } from "onoff";
import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import type { GpioLevel, GpioOutput } from "./gpio-output.ts";
import { openSysfsLine } from "./open-sysfs-line.ts";

/**
 * An output through sysfs. It opens at its inactive level without a pulse: the level is part of
 * making the line an output. A line left driven by a dead process is returned to it, too. In the
 * end the line stays an output at that level, because an input would let a relay float.
 * Rejects with `GpioError`.
 */
export const openSysfsOutput = async (line: GpioLine, clock: Clock): Promise<GpioOutput> => {
  const active = line.activeLow ? 0 : 1;
  const inactive = line.activeLow ? 1 : 0;
  const prove = (gpio: Gpio): void => {
    if (gpio.direction() === "out" && gpio.readSync() === inactive) return;
    throw new Error("the line does not take its inactive level: check its wiring");
  };
  const opened = await openSysfsLine(line, inactive === 1 ? "high" : "low", prove, clock);
  const set = (level: GpioLevel): Promise<void> =>
    opened.use((gpio) => gpio.write(level === "active" ? active : inactive));
  return {
    set,
    [Symbol.asyncDispose]: async () => {
      await set("inactive").catch(() => undefined);
      opened.close();
    },
  };
};
