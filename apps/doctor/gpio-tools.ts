/** A GPIO chip, as gpiodetect names it. */
export interface KnownChip {
  readonly label: string;
  readonly lines: number;
  /** How gpioinfo is told of it. */
  readonly argument: readonly string[];
}

/** Chips in what gpiodetect (libgpiod 1 and 2) prints: `gpiochip0 [pinctrl-bcm2711] (58 lines)`. */
export const parseChips = (text: string): KnownChip[] =>
  [...text.matchAll(/^(gpiochip\d+) \[([^\]]*)\] \((\d{1,6}) lines?\)$/gm)].map(
    ([, name = "", label = "", lines]) => ({ label, lines: Number(lines), argument: [name] }),
  );

/**
 * Who holds the lines, in what gpioinfo prints for one chip; free lines are absent.
 * libgpiod 1: `line 17: unnamed "sysfs" output active-high [used]`; an unused one says `unused`.
 * libgpiod 2: `line 17: "GPIO17" output consumer="sysfs"`.
 */
export const parseConsumers = (text: string): ReadonlyMap<number, string> => {
  const consumers = new Map<number, string>();
  for (const [, line, rest = ""] of text.matchAll(/^\s*line\s+(\d{1,6}):(.*)$/gm)) {
    const [, byTwo] = /\bconsumer="?([^"]*)"?/.exec(rest) ?? [];
    const [, byOne] = /^\s*(?:unnamed|"[^"]*")\s+(?:"([^"]*)"|unused\b)/.exec(rest) ?? [];
    const isUsed = /\[used\b/.test(rest) || byTwo !== undefined;
    if (isUsed) consumers.set(Number(line), byTwo ?? byOne ?? "the kernel");
  }
  return consumers;
};
