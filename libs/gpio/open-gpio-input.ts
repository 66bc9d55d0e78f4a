import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import { chooseBackend } from "./choose-backend.ts";
import type { GpioInput } from "./gpio-input.ts";
import { openGpiodInput } from "./open-gpiod-input.ts";
import { openSysfsInput } from "./open-sysfs-input.ts";

/** Opens a line as an input. Rejects with `GpioError`. */
export const openGpioInput = async (line: GpioLine, clock: Clock): Promise<GpioInput> => {
  switch (await chooseBackend(line)) {
    case "sysfs":
      return openSysfsInput(line, clock);
    case "character-device":
      return openGpiodInput(line, clock);
  }
};
