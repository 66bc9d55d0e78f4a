import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import type { GpioOutput } from "./gpio-output.ts";
import { openSysfsOutput } from "./open-sysfs-output.ts";

/** Opens a line as an output at its inactive level, without a pulse. Rejects with `GpioError`. */
export const openGpioOutput = (line: GpioLine, clock: Clock): Promise<GpioOutput> =>
  openSysfsOutput(line, clock);
