import type { GpioLine } from "../jig/jig.ts";

/** A GPIO line that cannot be used, or did not do what it was told. The message says what to mend; it may quote other programs. */
export class GpioError extends Error {
  /** The line as the jig file names it, such as `gpio pinctrl-bcm2711 17`. */
  readonly control: string;

  constructor(line: GpioLine, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "GpioError";
    this.control = nameLine(line);
  }
}

const nameLine = ({ kind, chip, line }: GpioLine): string => `${kind} ${chip} ${line}`;
