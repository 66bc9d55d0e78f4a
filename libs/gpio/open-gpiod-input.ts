import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import { ChipInputs } from "./chip-inputs.ts";
import { findGpioChip } from "./find-gpio-chip.ts";
import { GpioError } from "./gpio-error.ts";
import type { GpioInput } from "./gpio-input.ts";

/** By the chip's name: lines of one chip are read together. */
const CHIPS = new Map<string, ChipInputs>();

/** An input through the character device, by libgpiod's own `gpioget`. Rejects with `GpioError`. */
export const openGpiodInput = async (line: GpioLine, clock: Clock): Promise<GpioInput> => {
  const explained = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      throw new GpioError(line, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };
  const { name, inputs } = await explained(async () => {
    const chip = await findGpioChip(line);
    const known = CHIPS.get(chip.name) ?? new ChipInputs(chip, clock);
    CHIPS.set(chip.name, known);
    await known.add(line.line).catch((error: unknown) => {
      forget(chip.name, known, line.line);
      throw error;
    });
    return { name: chip.name, inputs: known };
  });
  const low = line.activeLow ? "active" : "inactive";
  const high = line.activeLow ? "inactive" : "active";
  return {
    read: async () => ((await explained(() => inputs.level(line.line))) === 1 ? high : low),
    [Symbol.asyncDispose]: async () => forget(name, inputs, line.line),
  };
};

const forget = (chip: string, inputs: ChipInputs, line: number): void => {
  if (inputs.remove(line) === 0) CHIPS.delete(chip);
};
