import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import { explainGpioError } from "./explain-gpio-error.ts";
import { findGpioNumber, SYSFS_GPIO } from "./find-gpio-number.ts";
import type { Relay } from "./relay.ts";
import { relayFailure } from "./relay-failure.ts";

/** How long udev may take to hand the files of a fresh line to the group that may use them. */
const ACCESS_LIMIT_MS = 3000;
const ACCESS_EVERY_MS = 20;

/**
 * A relay on a GPIO line, by onoff. It opens at its inactive level without a pulse: the level is
 * part of making the line an output. A line left driven by a dead process is returned to it, too.
 * In the end the line stays an output at that level, because an input would let the relay float.
 * @throws StepError `relay-failed`
 */
export const openGpioRelay = async (line: GpioLine, clock: Clock): Promise<Relay> => {
  const control = `gpio ${line.chip} ${line.line}`;
  const explained = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw relayFailure(control, explainGpioError(error), error);
    }
  };
  const active = line.activeLow ? 0 : 1;
  const inactive = line.activeLow ? 1 : 0;

  const gpio = await explained(async () => {
    const number = await findGpioNumber(line);
    await exportLine(number, clock);
    // Its native part is optional: only a jig with such a relay may need it.
    const { Gpio } = await import("onoff");
    const opened = new Gpio(number, inactive === 1 ? "high" : "low", "none", {
      activeLow: false,
    });
    // onoff is silent when it cannot configure a line that is exported already.
    if (opened.direction() !== "out" || opened.readSync() !== inactive) {
      throw new Error("the line does not take its inactive level: check its wiring");
    }
    return opened;
  });
  const deactivate = (): Promise<void> => explained(() => gpio.write(inactive));
  return {
    activate: () => explained(() => gpio.write(active)),
    deactivate,
    // Who must know whether it worked deactivates it first; a disposer must not throw.
    [Symbol.asyncDispose]: () => deactivate().catch(() => undefined),
  };
};

/** Done here, because onoff would wait for permission in a loop that blocks the whole process. */
const exportLine = async (number: number, clock: Clock): Promise<void> => {
  const files = ["value", "direction", "active_low"].map((name) =>
    join(SYSFS_GPIO, `gpio${number}`, name),
  );
  const isExported = await access(join(SYSFS_GPIO, `gpio${number}`)).then(
    () => true,
    () => false,
  );
  if (!isExported) await writeFile(join(SYSFS_GPIO, "export"), `${number}`);
  const until = clock.now() + ACCESS_LIMIT_MS;
  while (true) {
    try {
      await Promise.all(files.map((file) => access(file, constants.R_OK | constants.W_OK)));
      return;
    } catch (error) {
      if (clock.now() >= until) throw error;
      await clock.sleep(ACCESS_EVERY_MS);
    }
  }
};
