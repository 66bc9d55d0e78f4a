/** A GPIO chip, as gpiodetect lists it. */
export interface ListedChip {
  /** Such as gpiochip0; it may be another at the next boot. */
  readonly name: string;
  readonly label: string;
  readonly lines: number;
}

/**
 * The chips in what gpiodetect prints: lines such as `gpiochip0 [pinctrl-bcm2711] (58 lines)`, of
 * which v1 lists a chip again for each link to it. What is no such line is left out.
 */
export const parseChips = (printed: string): readonly ListedChip[] => {
  const found = [...printed.matchAll(/^(\S+) \[(.*)\] \((\d+) lines\)$/gm)];
  const chips = found.map(([, name = "", label = "", lines]): [string, ListedChip] => [
    name,
    { name, label, lines: Number(lines) },
  ]);
  return [...new Map(chips).values()];
};
