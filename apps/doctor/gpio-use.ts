import { type GpioLine, isGpioLine, type WiredFixture } from "../../libs/jig/jig.ts";

/** A GPIO line that a jig names. */
export interface GpioUse {
  readonly fixture: string;
  readonly role: "power" | "reset";
  readonly line: GpioLine;
}

/** The GPIO lines of a fixture. */
export const gpioUses = ({ id, power, reset }: WiredFixture): GpioUse[] => [
  ...(isGpioLine(power) ? [{ fixture: id, role: "power" as const, line: power }] : []),
  ...(isGpioLine(reset) ? [{ fixture: id, role: "reset" as const, line: reset }] : []),
];
