import type { Clock } from "../clock/clock.ts";
import { GpioError } from "../gpio/gpio-error.ts";
import { openGpioOutput } from "../gpio/open-gpio-output.ts";
import type { GpioLine } from "../jig/jig.ts";
import type { Relay } from "./relay.ts";
import { relayFailure } from "./relay-failure.ts";

/**
 * A relay on a GPIO line. It opens at its inactive level without a pulse.
 * @throws StepError `relay-failed`
 */
export const openGpioRelay = async (line: GpioLine, clock: Clock): Promise<Relay> => {
  const output = await asRelay(openGpioOutput(line, clock));
  return {
    activate: () => asRelay(output.set("active")),
    deactivate: () => asRelay(output.set("inactive")),
    [Symbol.asyncDispose]: () => output[Symbol.asyncDispose](),
  };
};

const asRelay = async <T>(action: Promise<T>): Promise<T> => {
  try {
    return await action;
  } catch (error) {
    throw error instanceof GpioError ? relayFailure(error.control, error.message, error) : error;
  }
};
