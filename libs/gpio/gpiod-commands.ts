/** The two generations of libgpiod's tools: 1 is Debian 12's and Raspberry Pi OS bookworm's, 2 is Debian 13's. */
export type ToolGeneration = 1 | 2;

/** A chip as the tools know it. */
export interface GpioChip {
  /** Such as `gpiochip0`; it may be another at the next boot. */
  readonly name: string;
  readonly tools: ToolGeneration;
}

/**
 * A command that drives a line and holds it until it is ended. It must not outlive us, or nobody
 * could take the line back:
 * - v1 in mode "wait" ends when its standard input does, which it does with us.
 * - v2 listens to nobody (Debian builds it without its interactive mode). The kernel is to kill it
 *   when its parent dies; if that came before the kernel was told so, the banner, written when the
 *   line is taken, finds its pipe closed, and that ends it.
 */
export const holdCommand = (chip: GpioChip, line: number, level: 0 | 1): readonly string[] => {
  switch (chip.tools) {
    case 1:
      return ["gpioset", "--mode=wait", chip.name, `${line}=${level}`];
    case 2: {
      const hold = ["gpioset", "--banner", "--consumer", "flashline", "--chip", chip.name];
      return ["setpriv", "--pdeathsig", "KILL", ...hold, `${line}=${level}`];
    }
  }
};

/** A command that makes inputs of lines and prints their levels as 0 or 1, in order, spaces between. */
export const readCommand = (chip: GpioChip, lines: readonly number[]): readonly string[] => {
  const numbers = lines.map(String);
  switch (chip.tools) {
    case 1:
      return ["gpioget", chip.name, ...numbers];
    case 2:
      return ["gpioget", "--numeric", "--chip", chip.name, ...numbers];
  }
};
