import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import { openBuzzer } from "./open-buzzer.ts";

/** Silences a jig's buzzer that a dead process left sounding. One that does not work stays as it is. */
export const silenceBuzzer = async (line: GpioLine, clock: Clock): Promise<void> => {
  await using _ = await openBuzzer(line, { clock, onTrouble: () => undefined });
};
