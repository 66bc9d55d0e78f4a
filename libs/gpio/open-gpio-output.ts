import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import { chooseBackend } from "./choose-backend.ts";
import type { GpioOutput } from "./gpio-output.ts";
import { openGpiodOutput } from "./open-gpiod-output.ts";
import { openSysfsOutput } from "./open-sysfs-output.ts";

/** Opens a line as an output at its inactive level, without a pulse. Rejects with `GpioError`. */
export const openGpioOutput = async (line: GpioLine, clock: Clock): Promise<GpioOutput> => {
  switch (await chooseBackend(line)) {
    case "sysfs":
      return openSysfsOutput(line, clock);
    case "character-device":
      return openGpiodOutput(line, clock);
  }
};
