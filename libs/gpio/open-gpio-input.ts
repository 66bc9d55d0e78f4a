import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import type { GpioInput } from "./gpio-input.ts";
import { openSysfsInput } from "./open-sysfs-input.ts";

/** Opens a line as an input. Rejects with `GpioError`. */
export const openGpioInput = (line: GpioLine, clock: Clock): Promise<GpioInput> =>
  openSysfsInput(line, clock);
